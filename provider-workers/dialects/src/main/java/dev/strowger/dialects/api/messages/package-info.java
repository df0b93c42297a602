/**
 * Anthropic's Messages API, as its clients speak it. Source: Anthropic's API reference, "Messages",
 * "Streaming Messages" and "Count tokens in a Message", and the types of its SDKs.
 *
 * <p>{@code POST /v1/messages} → Conversation; Answer → {@code message}; a stream → {@code
 * message_start}, content blocks one after the other, {@code message_delta}, {@code message_stop}.
 * Comes from: clients whose request goes to another family; Anthropic's own family passes it
 * through. Goes to: the wires.
 */
@NullMarked
package dev.strowger.dialects.api.messages;

import org.jspecify.annotations.NullMarked;
