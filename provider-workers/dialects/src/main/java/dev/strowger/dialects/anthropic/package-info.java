/**
 * Anthropic's Messages API at the provider's side, at Anthropic and on Vertex AI.
 *
 * <p>Clients of the same API: {@link dev.strowger.dialects.anthropic.AnthropicDialect} → their
 * bytes with another model's name ({@code Passing…}). All others: Conversation → {@code
 * AnthropicRequest}, by what {@code ClaudeModel} knows of the model → provider → {@code
 * AnthropicResponse} or {@code AnthropicStream} → Answer or AnswerSink. Comes from: {@link
 * dev.strowger.dialects.Dialects}. Goes to: the worker.
 */
@NullMarked
package dev.strowger.dialects.anthropic;

import org.jspecify.annotations.NullMarked;
