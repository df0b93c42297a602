/**
 * Seals the bodies of records with a key per tenant, so that whoever has the log alone reads
 * nothing, and destroying the key of a tenant erases its prompts.
 *
 * <p>Comes from: who makes a body (ingress, workers). Goes to: who uses it (workers, ingress,
 * console), through the log. A body is sealed with a random data key; the data key travels beside
 * it, wrapped by the tenant's key, which stays in the {@link dev.strowger.sealing.Kms}.
 */
@NullMarked
package dev.strowger.sealing;

import org.jspecify.annotations.NullMarked;
