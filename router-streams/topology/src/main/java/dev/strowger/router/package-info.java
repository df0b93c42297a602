@NullMarked
package dev.strowger.router;

import org.jspecify.annotations.NullMarked;
