/**
 * Ollama's own API. Conversation → {@link dev.strowger.dialects.ollama.OllamaRequest} → provider;
 * provider → {@link dev.strowger.dialects.ollama.OllamaReply}, one a line in a stream → Answer or
 * AnswerSink.
 *
 * <p>Options of a provider's entry: {@code keep_alive} (how long the model stays loaded, e.g.
 * {@code 30m} or {@code -1}), {@code num_ctx} (size of the context in tokens).
 */
@NullMarked
package dev.strowger.dialects.ollama;

import org.jspecify.annotations.NullMarked;
