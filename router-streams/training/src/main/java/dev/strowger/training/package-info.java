/**
 * Learns from answers of a small and a large model which prompts the small one can be given; writes
 * the model that {@code features} reads, and measures it.
 */
@NullMarked
package dev.strowger.training;

import org.jspecify.annotations.NullMarked;
