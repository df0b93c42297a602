/**
 * The audit trail as a part of the router's topology. Comes from: requests that ended ({@code
 * llm.events}) and what operators did ({@code llm.actions}), both keyed by tenant. Goes to: one
 * chain for each tenant ({@code llm.audit}); what cannot be read goes to {@code llm.dead.letters}.
 *
 * <p>A record passes {@link dev.strowger.router.audit.EntryReader} (bytes to entries) and {@link
 * dev.strowger.router.audit.ChainKeeper} (entries to links, and now and then a checkpoint).
 */
@NullMarked
package dev.strowger.router.audit;

import org.jspecify.annotations.NullMarked;
