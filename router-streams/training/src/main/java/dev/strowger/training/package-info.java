/**
 * Learns from answers of a small and a large model which prompts the small one can be given, and
 * measures how well that routes. Comes from: a file of prompts and what both models made of them.
 * Goes to: the model file that {@code features} reads. Only the operators' command uses it.
 */
@NullMarked
package dev.strowger.training;

import org.jspecify.annotations.NullMarked;
