/**
 * Cohere's v2 API. Conversation → {@link dev.strowger.dialects.cohere.CohereRequest} → provider;
 * provider → {@link dev.strowger.dialects.cohere.CohereResponse} or {@link
 * dev.strowger.dialects.cohere.CohereStream} → Answer or AnswerSink.
 *
 * <p>A plan of tools ({@code tool_plan}) is the text a model says before it calls tools: it becomes
 * text, and text of an assistant's message with calls becomes a plan again. Thoughts are thinking
 * blocks; they have no signature.
 */
@NullMarked
package dev.strowger.dialects.cohere;

import org.jspecify.annotations.NullMarked;
