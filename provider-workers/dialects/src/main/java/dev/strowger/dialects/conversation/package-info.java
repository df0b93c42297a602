/**
 * What a client asks, free of any wire format: read once from the OpenAI request. Comes from: the
 * client's body. Goes to: the encoders of all families but OpenAI's own.
 */
@NullMarked
package dev.strowger.dialects.conversation;

import org.jspecify.annotations.NullMarked;
