@NullMarked
package dev.strowger.console;

import org.jspecify.annotations.NullMarked;
