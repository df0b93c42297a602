/**
 * Pools of workers, one for each provider.
 *
 * <p>Comes from {@code llm.routed.<pool>} (a request, its plan, the step to try), {@code
 * llm.cancellations} and {@code llm.provider.health} (targets that others found down). {@link
 * dev.strowger.worker.Pool} takes a record, {@link dev.strowger.worker.Attempting} tries the step,
 * again where {@link dev.strowger.worker.NextMove} says so, when {@link
 * dev.strowger.worker.Turnstile} lets it: a dialect writes the provider's request, {@link
 * dev.strowger.worker.Signer} proves who calls, {@link dev.strowger.worker.ProviderClient} sends
 * it. What a client has of a broken stream is asked for by {@link dev.strowger.worker.SentQuery}.
 * Goes to {@code llm.replies.<ingress>} or the direct channel, to {@code llm.responses} where the
 * answer is to be kept, to {@code llm.routed.<next pool>}, and to {@code llm.outcomes}.
 */
@NullMarked
package dev.strowger.worker;

import org.jspecify.annotations.NullMarked;
