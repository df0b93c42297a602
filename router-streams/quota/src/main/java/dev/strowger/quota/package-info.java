/**
 * What tenants, teams and credentials have used, as a fold over the events, and whether a request
 * still fits into their limits. Comes from: the events as the ledger writes them, or as they stand
 * in {@code llm.events}; limits, as they come with each request. Goes to: the router's stores and
 * its verdicts, and whoever makes the balances again to compare them.
 */
@NullMarked
package dev.strowger.quota;

import org.jspecify.annotations.NullMarked;
