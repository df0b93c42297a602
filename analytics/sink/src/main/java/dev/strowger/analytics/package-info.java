@NullMarked
package dev.strowger.analytics;

import org.jspecify.annotations.NullMarked;
