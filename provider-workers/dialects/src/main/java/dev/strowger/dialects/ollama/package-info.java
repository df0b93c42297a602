/** The wire format of the family ollama. */
@NullMarked
package dev.strowger.dialects.ollama;

import org.jspecify.annotations.NullMarked;
