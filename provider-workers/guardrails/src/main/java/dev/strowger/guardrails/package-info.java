/**
 * Looks at prompts and answers, whole and in pieces: blocked patterns, personal data taken out and
 * put back.
 */
@NullMarked
package dev.strowger.guardrails;

import org.jspecify.annotations.NullMarked;
