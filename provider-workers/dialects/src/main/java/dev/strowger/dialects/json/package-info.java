/**
 * JSON as dialects read it: bounded trees for what is translated, byte splices for what passes
 * through. Comes from: bytes of clients and providers. Goes to: all dialects.
 */
@NullMarked
package dev.strowger.dialects.json;

import org.jspecify.annotations.NullMarked;
