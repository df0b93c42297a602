package dev.strowger.ingress;

import dev.strowger.ingress.identity.Tokens;
import dev.strowger.process.Lifetime;
import dev.strowger.topics.CompactedTable;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Brings credentials, tenants and the identity provider's keys to the authenticator. */
final class KnownCallers {
  private static final Duration START = Duration.ofSeconds(60);

  private KnownCallers() {}

  /**
   * Returns once all credentials and tenants are known that stood in the log.
   *
   * @param lifetime ends what is opened here
   */
  static Authenticator follow(IngressConfig config, Clock clock, Lifetime lifetime)
      throws InterruptedException, TimeoutException {
    Callers callers = config.callers();
    Tenants tenants = new Tenants(callers.region());
    Optional<Tokens> tokens = Optional.empty();
    if (callers.tokens().isPresent()) {
      tokens =
          Optional.of(
              lifetime.add("identity-provider", Tokens.open(callers.tokens().get(), clock)));
    }
    Authenticator authenticator =
        new Authenticator(clock, tenants, new ClientAddress(callers.trustedProxies()), tokens);
    KafkaAccess kafka = config.kafka();
    CompactedTable<?> tenantTable =
        lifetime.add(
            "tenants",
            CompactedTable.follow(
                kafka.clients(), kafka.serdes(), Topics.TENANTS, tenants::changed));
    CompactedTable<?> credentials =
        lifetime.add(
            "credentials",
            CompactedTable.follow(
                kafka.clients(), kafka.serdes(), Topics.CREDENTIALS, authenticator::changed));
    tenantTable.awaitCaughtUp(START);
    credentials.awaitCaughtUp(START);
    return authenticator;
  }
}
