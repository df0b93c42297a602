/**
 * Cohere's second API: chat and embeddings.
 *
 * <p>Comes from: calls of its paths, by way of its {@code Api}. Goes to: chat and embeddings.
 */
@NullMarked
package dev.strowger.simulator.wire.cohere;

import org.jspecify.annotations.NullMarked;
