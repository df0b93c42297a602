/**
 * What a model answered, free of any wire format, and its one rendering in OpenAI's shape, whole or
 * in chunks. Comes from: the decoders of all families but OpenAI's own. Goes to: the client.
 */
@NullMarked
package dev.strowger.dialects.answer;

import org.jspecify.annotations.NullMarked;
