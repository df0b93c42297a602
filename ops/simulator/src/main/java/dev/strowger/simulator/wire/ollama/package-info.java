/**
 * Ollama's own API: chat as lines of JSON, and embeddings; beside it OpenAI's.
 *
 * <p>Comes from: calls of its paths, by way of its {@code Api}. Goes to: chat and embeddings.
 */
@NullMarked
package dev.strowger.simulator.wire.ollama;

import org.jspecify.annotations.NullMarked;
