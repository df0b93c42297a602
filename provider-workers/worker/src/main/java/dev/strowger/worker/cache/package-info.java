/**
 * Which kept answer does for a request. Pure: no Kafka, no clock, no network.
 *
 * <p>Comes from the worker, which looks for an answer ({@link dev.strowger.worker.cache.Question},
 * {@link dev.strowger.worker.cache.KeptAnswers#find}) and hands on what {@code llm.cache} brings
 * ({@link dev.strowger.worker.cache.KeptAnswers#put}). Goes to the worker, which gives the answer
 * or moves the plan on.
 */
@NullMarked
package dev.strowger.worker.cache;

import org.jspecify.annotations.NullMarked;
