@NullMarked
package dev.strowger.cli;

import org.jspecify.annotations.NullMarked;
