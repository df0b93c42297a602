/** The APIs that clients speak: how their requests are read and their answers written. */
@NullMarked
package dev.strowger.dialects.api;

import org.jspecify.annotations.NullMarked;
