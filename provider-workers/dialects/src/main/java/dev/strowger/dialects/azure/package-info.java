/** The wire format of the family azure. */
@NullMarked
package dev.strowger.dialects.azure;

import org.jspecify.annotations.NullMarked;
