/**
 * How providers speak: pure translation between OpenAI's chat-completions shapes and each family of
 * provider wire formats. Comes from: the client's body as it was sent. Goes to: the bytes a worker
 * sends to a provider, and OpenAI-shaped bytes for the client.
 */
@NullMarked
package dev.strowger.dialects;

import org.jspecify.annotations.NullMarked;
