/**
 * Kills parts of a running system under load and checks the books afterwards.
 *
 * <p>{@code Site} starts the parts as processes; {@code Load} asks, {@code Monkey} kills or {@code
 * RollingRestart} restarts and writes down in the {@code Journal} what it did; {@code Books} reads
 * what the log says and {@code Bill} what the simulated providers say; {@code Reckoning} compares
 * them. Comes from: {@code make chaos}, {@code make rolling}. Goes to: a table, a JSON file and an
 * exit code.
 */
@NullMarked
package dev.strowger.chaos;

import org.jspecify.annotations.NullMarked;
