@NullMarked
package dev.strowger.engine;

import org.jspecify.annotations.NullMarked;
