/**
 * OpenAI's Responses API. Source: OpenAI's API reference, "Responses" and "Streaming events".
 *
 * <p>{@code POST /v1/responses} → Conversation; Answer → {@code response}; a stream → typed events
 * with the whole {@code response} in the last. The door has put the input of a {@code
 * previous_response_id} into the body before it comes here, and keeps what was answered.
 */
@NullMarked
package dev.strowger.dialects.api.responses;

import org.jspecify.annotations.NullMarked;
