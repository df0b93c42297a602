/**
 * Anthropic's API: messages, whole and as events, and their count of tokens.
 *
 * <p>Comes from: calls of its paths, by way of its {@code Api}. Goes to: messages and counts, here
 * and on Vertex.
 */
@NullMarked
package dev.strowger.simulator.wire.anthropic;

import org.jspecify.annotations.NullMarked;
