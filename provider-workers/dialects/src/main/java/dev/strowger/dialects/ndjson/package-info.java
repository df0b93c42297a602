/**
 * Lines of JSON out of any pieces of bytes. Comes from: provider streams of type {@code
 * application/x-ndjson}. Goes to: the stream readers of the families that use this framing.
 */
@NullMarked
package dev.strowger.dialects.ndjson;

import org.jspecify.annotations.NullMarked;
