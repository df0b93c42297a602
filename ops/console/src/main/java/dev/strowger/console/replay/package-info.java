/**
 * Recorded decisions, made again with another policy. Comes from: {@code llm.decisions}, which
 * holds all that each decision depended on, and {@code llm.events} for what was used. Goes to: a
 * report. Nobody is asked anything, and nothing is written.
 *
 * <p>Partitions are read side by side: decisions and events have the same key, so a decision and
 * the end of its request stand in partitions of the same number. Everything that is counted is a
 * whole number, so the order in which partitions are done with does not show in the report.
 */
@NullMarked
package dev.strowger.console.replay;

import org.jspecify.annotations.NullMarked;
