/**
 * OpenAI and all that is compatible with it, a provider's differences being data of its entry.
 *
 * <p>A client of OpenAI's own API: body → {@link dev.strowger.dialects.openai.OpenAiRequest} (bytes
 * spliced) → provider → {@link dev.strowger.dialects.openai.OpenAiResponse} or {@link
 * dev.strowger.dialects.openai.OpenAiStream} (bytes spliced) → client. A client of another API:
 * Conversation → {@link dev.strowger.dialects.openai.OpenAiWire} → provider → Answer.
 */
@NullMarked
package dev.strowger.dialects.openai;

import org.jspecify.annotations.NullMarked;
