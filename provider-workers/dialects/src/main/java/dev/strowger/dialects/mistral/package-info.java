/** The wire format of the family mistral. */
@NullMarked
package dev.strowger.dialects.mistral;

import org.jspecify.annotations.NullMarked;
