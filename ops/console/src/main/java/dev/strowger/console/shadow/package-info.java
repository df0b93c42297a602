/**
 * Shadows as operators use them: copies of past requests, and what came of copies. Comes from:
 * {@code llm.requests} between two times, decided anew, {@code llm.responses} and {@code
 * llm.shadow.results}. Goes to: {@code llm.shadow}, which shadow workers work on, and the operator
 * who asks. No caller and no plan is touched.
 */
@NullMarked
package dev.strowger.console.shadow;

import org.jspecify.annotations.NullMarked;
