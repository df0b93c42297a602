/**
 * Whether the books agree: what was used by tenant, team and month as the warehouse, the log and
 * the router's balances tell it. Comes from: ClickHouse, {@code llm.events} (read committed), and
 * the changelog of the router's store of balances. Goes to: a report, by way of a job of the
 * console.
 *
 * <p>The sums never fall, and the router writes an event and the balances that it changes in one
 * transaction. So the log is read first and once more at the end: what the others tell must lie
 * between the two, and where nothing was written meanwhile be equal to both.
 */
@NullMarked
package dev.strowger.console.reconcile;

import org.jspecify.annotations.NullMarked;
