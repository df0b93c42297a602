package dev.strowger.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * The last that was said about a provider or one of its models.
 *
 * @param model empty for the provider as such
 * @param instance the worker process that says so; empty if it did not say
 * @param until when it may be asked again, if {@code down}; empty: not before it is said to be up
 */
public record HealthReport(
    String provider,
    String model,
    String instance,
    boolean down,
    Instant at,
    Optional<Instant> until,
    String reason) {}
