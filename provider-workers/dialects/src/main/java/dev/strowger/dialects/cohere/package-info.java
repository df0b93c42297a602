/** The wire format of the family cohere. */
@NullMarked
package dev.strowger.dialects.cohere;

import org.jspecify.annotations.NullMarked;
