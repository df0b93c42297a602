/**
 * What can be said of a prompt by its words: language, intent, complexity, personal data; the
 * ingress asks, the policy decides by it. Pure: no Kafka, no clock.
 */
@NullMarked
package dev.strowger.features;

import org.jspecify.annotations.NullMarked;
