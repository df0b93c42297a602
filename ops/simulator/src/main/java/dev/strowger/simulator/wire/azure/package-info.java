/**
 * Azure OpenAI: OpenAI's formats by deployment, with the verdicts of its content filter.
 *
 * <p>Comes from: calls of {@code /openai/...}. Goes to: {@code openai}'s formats.
 */
@NullMarked
package dev.strowger.simulator.wire.azure;

import org.jspecify.annotations.NullMarked;
