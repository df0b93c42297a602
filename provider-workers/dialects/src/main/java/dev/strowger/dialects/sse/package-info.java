/**
 * Server-sent events out of any pieces of bytes. Comes from: provider streams. Goes to: the stream
 * decoders of the families that use this framing.
 */
@NullMarked
package dev.strowger.dialects.sse;

import org.jspecify.annotations.NullMarked;
