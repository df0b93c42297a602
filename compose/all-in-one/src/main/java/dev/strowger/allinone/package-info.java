@NullMarked
package dev.strowger.allinone;

import org.jspecify.annotations.NullMarked;
