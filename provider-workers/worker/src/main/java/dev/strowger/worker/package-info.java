@NullMarked
package dev.strowger.worker;

import org.jspecify.annotations.NullMarked;
