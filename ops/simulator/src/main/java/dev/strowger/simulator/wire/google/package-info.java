/**
 * Gemini in AI Studio and on Vertex, and Claude on Vertex.
 *
 * <p>Comes from: calls of its paths, by way of its {@code Api}. Goes to: generated content, token
 * counts and embeddings.
 */
@NullMarked
package dev.strowger.simulator.wire.google;

import org.jspecify.annotations.NullMarked;
