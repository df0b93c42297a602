/**
 * Mistral's API: like OpenAI's, with content in chunks, and strict about members it does not know.
 *
 * <p>Comes from: calls of Mistral's paths. Goes to: chat completions and embeddings.
 */
@NullMarked
package dev.strowger.simulator.wire.mistral;

import org.jspecify.annotations.NullMarked;
