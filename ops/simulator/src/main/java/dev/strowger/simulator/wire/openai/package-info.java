/**
 * OpenAI's API, and what those who are like it share with it.
 *
 * <p>Comes from: calls of OpenAI's paths. Goes to: chat completions, completions and embeddings.
 */
@NullMarked
package dev.strowger.simulator.wire.openai;

import org.jspecify.annotations.NullMarked;
