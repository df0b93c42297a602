/**
 * What may go out to providers and come back. Pure: no Kafka, no clock.
 *
 * <p>Comes from: a worker, which has read what a route demands out of its plan. {@link
 * dev.strowger.guardrails.BodyTexts} finds the texts of a request; {@link
 * dev.strowger.guardrails.Screen} and {@link dev.strowger.guardrails.Injection} look at them,
 * {@link dev.strowger.guardrails.Redactor} takes out of them what detectors find.
 *
 * <p>Goes to: the provider; and of its answer, through {@link dev.strowger.guardrails.Restorer} and
 * {@link dev.strowger.guardrails.ScreenedText}, piece by piece to the client.
 */
@NullMarked
package dev.strowger.guardrails;

import org.jspecify.annotations.NullMarked;
