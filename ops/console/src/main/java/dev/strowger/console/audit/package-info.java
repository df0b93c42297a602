/**
 * The audit trail as auditors ask for it. Comes from: {@code llm.audit}, {@code
 * llm.audit.contents}, {@code llm.events}, and the heads that the router keeps. Goes to: reports of
 * whether the chains are whole, pages of an export, and all that is kept of one request.
 */
@NullMarked
package dev.strowger.console.audit;

import org.jspecify.annotations.NullMarked;
