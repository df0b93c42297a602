/**
 * What can be said of a prompt by its words. Pure: no Kafka, no clock.
 *
 * <p>Comes from: the apps' door, which has read a {@link dev.strowger.features.Prompt} out of a
 * request's body; and training. {@link dev.strowger.features.PromptFeatures} asks {@link
 * dev.strowger.features.Detectors}, {@link dev.strowger.features.Languages}, an {@link
 * dev.strowger.features.Embedder}, {@link dev.strowger.features.Intents} and the model of
 * complexity, in the order of what they cost.
 *
 * <p>Goes to: {@link dev.strowger.features.Features}, which the door writes into the request's
 * record and the policy decides by.
 */
@NullMarked
package dev.strowger.features;

import org.jspecify.annotations.NullMarked;
