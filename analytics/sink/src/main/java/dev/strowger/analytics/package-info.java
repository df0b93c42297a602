/**
 * The end of a request's way: what happened to it becomes rows.
 *
 * <p>Comes from: llm.events and llm.decisions, written by the router. Goes to: ClickHouse (tables
 * requests, attempts, decisions; views by the hour), and llm.dead.letters for what cannot be used.
 * Analytics wires, SinkLoop reads, Partitions forms batches, BatchWriter stores them.
 */
@NullMarked
package dev.strowger.analytics;

import org.jspecify.annotations.NullMarked;
