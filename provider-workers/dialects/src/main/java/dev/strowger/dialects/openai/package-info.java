@NullMarked
package dev.strowger.dialects.openai;

import org.jspecify.annotations.NullMarked;
