/** What each provider can be asked for, found out by asking its dialect. */
@NullMarked
package dev.strowger.dialects.features;

import org.jspecify.annotations.NullMarked;
