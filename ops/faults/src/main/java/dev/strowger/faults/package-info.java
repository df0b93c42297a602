/**
 * Every fault of a provider, seen from outside.
 *
 * <p>{@code Table} lists the {@code Fault}s; {@code Stage} starts the faulty providers and the
 * gateway in front of them with {@code Manifests} in which each fault has a route of its own;
 * {@code Run} lets a {@code Trial} of each go at once through a {@code Client} and the {@code
 * Books}, and makes {@code Row}s of them; {@code Report} prints these. {@code Outage} does the same
 * with load over minutes. Comes from: {@code make faults}, {@code make outage}. Goes to: a table, a
 * JSON file, an exit code.
 */
@NullMarked
package dev.strowger.faults;

import org.jspecify.annotations.NullMarked;
