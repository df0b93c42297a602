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
 *
 * <p>Where a plan says what may go out and come in, {@link dev.strowger.worker.Guarded} puts a
 * {@link dev.strowger.worker.Shield} before each delivery: a body with nothing in it that a
 * provider may not see, or a refusal; and a filter for the answer.
 *
 * <p>Where a step says what an answer must be like, {@link dev.strowger.worker.AnswerGate} holds it
 * between the provider and the client; {@link dev.strowger.worker.Giving} gives it, or {@link
 * dev.strowger.worker.Judging}, in the next step's pool, has another model look at it. {@link
 * dev.strowger.worker.TargetFigures} go to {@code llm.target.stats}.
 *
 * <p>{@link dev.strowger.worker.Race} starts the next step beside one that is slow, {@link
 * dev.strowger.worker.Rivals} joins both again. {@link dev.strowger.worker.Heartbeats} go to {@code
 * llm.provider.health} and come back from there to {@link dev.strowger.worker.PoolPulse}, by which
 * {@link dev.strowger.worker.StandIns} take the requests of pools that have no worker.
 *
 * <p>The pool {@code cache} asks nobody: {@link dev.strowger.worker.CacheLookup} looks into what
 * came from {@code llm.cache} ({@link dev.strowger.worker.CachePool}), {@link
 * dev.strowger.worker.CacheGiving} gives it. {@link dev.strowger.worker.CacheKeeper} writes the
 * answers of all pools there.
 */
@NullMarked
package dev.strowger.worker;

import org.jspecify.annotations.NullMarked;
