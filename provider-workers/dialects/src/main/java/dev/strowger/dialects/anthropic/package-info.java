/**
 * Anthropic Messages. Comes from: a {@link dev.strowger.dialects.conversation.Conversation}. Goes
 * to: the worker; back again as an {@link dev.strowger.dialects.answer.Answer}.
 */
@NullMarked
package dev.strowger.dialects.anthropic;

import org.jspecify.annotations.NullMarked;
