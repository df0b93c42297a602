/**
 * Mistral's API. Conversation → {@link dev.strowger.dialects.mistral.MistralRequest} → provider;
 * provider → {@link dev.strowger.dialects.mistral.MistralResponse} or {@link
 * dev.strowger.dialects.mistral.MistralStream} → Answer or AnswerSink.
 *
 * <p>It looks like OpenAI's chat API and is stricter: ids of tool calls have nine letters or
 * digits, roles have an order, content may be a list of chunks, thoughts among them.
 */
@NullMarked
package dev.strowger.dialects.mistral;

import org.jspecify.annotations.NullMarked;
