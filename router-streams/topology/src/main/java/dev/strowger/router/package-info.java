/**
 * The router: a Kafka Streams topology that decides the plan of each request and keeps the ledger
 * of all of them. Comes from: ingress ({@code llm.requests}), workers and ingress again ({@code
 * llm.outcomes}); the policy in force, the providers' health, how targets do and stopped
 * experiments are tables. Goes to: the pool of the plan's first step ({@code llm.routed.<pool>}),
 * shadow workers ({@code llm.shadow}), analytics ({@code llm.decisions}, {@code llm.events}), and,
 * for what is refused or expired, the ingress that waits ({@code llm.replies.<ingress>}); who
 * watches limits ({@code llm.alerts}). What cannot be read goes to {@code llm.dead.letters}.
 *
 * <p>A record passes {@link dev.strowger.router.RecordReader} (bytes to values), {@link
 * dev.strowger.router.Ledger} (is it known?), {@link dev.strowger.router.Routing} (what is to be
 * done), {@link dev.strowger.router.Quota} (is there room for it? what was used?) and {@link
 * dev.strowger.router.Outlets} (values to bytes).
 */
@NullMarked
package dev.strowger.router;

import org.jspecify.annotations.NullMarked;
