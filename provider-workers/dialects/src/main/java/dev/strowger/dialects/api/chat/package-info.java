/**
 * OpenAI's Chat Completions API. Source: OpenAI's API reference, "Chat" and "Streaming".
 *
 * <p>{@code POST /v1/chat/completions} → Conversation; Answer → {@code chat.completion}; a stream →
 * {@code chat.completion.chunk} events.
 */
@NullMarked
package dev.strowger.dialects.api.chat;

import org.jspecify.annotations.NullMarked;
