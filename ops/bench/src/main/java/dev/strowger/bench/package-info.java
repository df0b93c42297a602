@NullMarked
package dev.strowger.bench;

import org.jspecify.annotations.NullMarked;
