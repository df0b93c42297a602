/**
 * The audit trail as a chain: each link holds the hash of the one before it, and from time to time
 * a signature covers all of it. Comes from: ended requests and what operators did, as the router
 * reads them. Goes to: {@code llm.audit}, and from there to whoever verifies it, at a broker or
 * from a file.
 *
 * <p>{@link dev.strowger.audit.CanonicalForm} says which bytes are hashed, {@link
 * dev.strowger.audit.Chain} adds links, {@link dev.strowger.audit.CheckpointSigner} signs, {@link
 * dev.strowger.audit.Verifier} says whether a chain is whole.
 */
@NullMarked
package dev.strowger.audit;

import org.jspecify.annotations.NullMarked;
