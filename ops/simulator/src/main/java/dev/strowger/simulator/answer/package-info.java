/**
 * What is answered, apart from any wire format.
 *
 * <p>Comes from: {@code wire}, which reads calls into a {@code Question}. {@code Composer} makes
 * the {@code Answer}, {@code SchemaSample} the JSON in it, {@code Vectors} embeddings. Goes to:
 * {@code wire}, which writes it.
 */
@NullMarked
package dev.strowger.simulator.answer;

import org.jspecify.annotations.NullMarked;
