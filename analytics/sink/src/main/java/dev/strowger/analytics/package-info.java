/**
 * The end of a request's way: what happened to it becomes rows.
 *
 * <p>Comes from: llm.events and llm.decisions, written by the router, llm.shadow.results of the
 * shadow workers, llm.policies for prices. Goes to: ClickHouse (tables requests, attempts,
 * decisions, shadow_results, prices; views), and llm.dead.letters for what cannot be used.
 * Analytics wires, SinkLoop reads, Partitions forms batches, BatchWriter stores them.
 */
@NullMarked
package dev.strowger.analytics;

import org.jspecify.annotations.NullMarked;
