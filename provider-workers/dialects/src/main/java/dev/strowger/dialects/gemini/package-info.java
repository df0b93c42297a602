/** The wire format of the family gemini. */
@NullMarked
package dev.strowger.dialects.gemini;

import org.jspecify.annotations.NullMarked;
