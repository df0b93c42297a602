package dev.strowger.router.audit;

import dev.strowger.audit.CheckpointSigner;
import dev.strowger.audit.SigningKeys;
import dev.strowger.process.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * How the audit trail is signed.
 *
 * @param signer empty: chains without checkpoints
 * @param links after so many links of a tenant a checkpoint follows
 * @param interval no link stays unsigned longer
 */
public record TrailTerms(Optional<CheckpointSigner> signer, int links, Duration interval) {
  public static final TrailTerms UNSIGNED =
      new TrailTerms(Optional.empty(), 100, Duration.ofSeconds(60));

  private static final String KEY = "STROWGER_AUDIT_SIGNING_KEY";
  private static final String INTERVAL = "STROWGER_AUDIT_CHECKPOINT_INTERVAL";

  public TrailTerms {
    if (links < 1 || !interval.isPositive()) {
      throw new IllegalArgumentException("links and interval must be more than 0");
    }
  }

  /** Reads the environment; problems stay in the settings. */
  public static TrailTerms from(Settings settings) {
    Duration interval = settings.duration(INTERVAL, UNSIGNED.interval());
    if (!interval.isPositive()) {
      settings.problem(INTERVAL + "=" + interval + ": expected more than 0");
      interval = UNSIGNED.interval();
    }
    return new TrailTerms(
        settings.secret(KEY).flatMap(pem -> signer(settings, pem)),
        settings.integer("STROWGER_AUDIT_CHECKPOINT_LINKS", UNSIGNED.links(), 1, 100_000),
        interval);
  }

  private static Optional<CheckpointSigner> signer(Settings settings, String pem) {
    try {
      return Optional.of(new CheckpointSigner(SigningKeys.pair(pem)));
    } catch (IllegalArgumentException e) {
      settings.problem(KEY + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}
