@NullMarked
package dev.strowger.ingress;

import org.jspecify.annotations.NullMarked;
