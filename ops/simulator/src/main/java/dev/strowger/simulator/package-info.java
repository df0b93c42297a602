/**
 * Simulated providers for demos, load and fault tests.
 *
 * <p>Comes from: provider workers (or a test, or the bench) over HTTP/1.1 or h2c, in the wire
 * format of the provider that is played. {@code Listener} takes the call, {@code Exchange} carries
 * it: the {@code Api} of its {@code ProviderKind} has a {@code Format} for its path, which reads
 * it; {@code Fate} says whether it goes well; {@code Composer} makes the answer, and {@code Format}
 * writes it at the set {@code Pace}. Goes to: back to the caller. {@code Control} changes behaviour
 * while it runs.
 */
@NullMarked
package dev.strowger.simulator;

import org.jspecify.annotations.NullMarked;
