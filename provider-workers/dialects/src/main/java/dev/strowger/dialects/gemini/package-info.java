/**
 * Google's Gemini models, by the Gemini API (family {@code gemini}) and by Vertex AI (family {@code
 * vertex}). One wire format with a few differences: paths, ids of calls, embeddings, counts.
 *
 * <p>Conversation → {@link dev.strowger.dialects.gemini.GeminiWire} → {@code :generateContent};
 * response or stream → Answer or AnswerSink. {@code GeminiContents} writes messages, {@code
 * GeminiMedia} images, audio and files, {@code GeminiTools} tools, {@code GeminiThinking} how much
 * to think; {@code GeminiResponse} and {@code GeminiStream} read.
 */
@NullMarked
package dev.strowger.dialects.gemini;

import org.jspecify.annotations.NullMarked;
