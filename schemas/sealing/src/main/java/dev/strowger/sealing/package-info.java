/**
 * Seals the bodies of records with a key per tenant, so that whoever has the log alone reads
 * nothing, and deleting the key of a tenant erases its prompts.
 */
@NullMarked
package dev.strowger.sealing;

import org.jspecify.annotations.NullMarked;
