/**
 * OpenAI's older Completions API: one text goes on. Source: OpenAI's API reference, "Completions".
 *
 * <p>{@code POST /v1/completions} → Conversation with the prompt as the user's message; Answer →
 * {@code text_completion}; a stream → {@code text_completion} events.
 */
@NullMarked
package dev.strowger.dialects.api.completions;

import org.jspecify.annotations.NullMarked;
