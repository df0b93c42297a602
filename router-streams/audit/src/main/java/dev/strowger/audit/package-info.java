/** The audit trail: links, hashes, checkpoints, and whether a chain is whole. */
@NullMarked
package dev.strowger.audit;

import org.jspecify.annotations.NullMarked;
