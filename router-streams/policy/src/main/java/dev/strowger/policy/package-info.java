/**
 * The routing policy: manifests in, plans out. Pure: no I/O, no clock, no randomness; draws are
 * hashes of the request id. Comes from: routes.yaml, models.yaml and the files they include, by
 * {@link dev.strowger.policy.PolicyCompiler}. Goes to: the topology, which applies it to every
 * request, and the console, which explains it.
 *
 * <p>A call's way: {@link dev.strowger.policy.MatchIndex} finds its route and {@link
 * dev.strowger.policy.Rules} the constraints in force; {@link dev.strowger.policy.CompiledRoute}
 * takes the lineup of its arm, {@link dev.strowger.policy.Screening} says who of it stays, {@link
 * dev.strowger.policy.Ranking} in which order, {@link dev.strowger.policy.PlanDraft} makes the
 * steps; {@link dev.strowger.policy.CacheTerms} and {@link dev.strowger.policy.ShadowCopies} say
 * what else is done. See {@code FORMAT.md} for what the manifests mean.
 */
@NullMarked
package dev.strowger.policy;

import org.jspecify.annotations.NullMarked;
