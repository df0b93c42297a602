@NullMarked
package dev.strowger.simulator;

import org.jspecify.annotations.NullMarked;
