@NullMarked
package dev.strowger.dialects.anthropic;

import org.jspecify.annotations.NullMarked;
