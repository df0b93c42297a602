package dev.strowger.dialects;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a call failed.
 *
 * @param httpStatus the provider's status; 0 if there was none
 * @param message the provider's own words without secrets, or ours; never prompt or answer
 * @param param the OpenAI parameter at fault, where known
 * @param retryAfter when the provider asked to be called again, where it did
 */
public record Fault(
    FailureKind kind,
    int httpStatus,
    String message,
    Optional<String> param,
    Optional<Duration> retryAfter) {
  public static Fault of(FailureKind kind, String message) {
    return new Fault(kind, 0, message, Optional.empty(), Optional.empty());
  }
}
