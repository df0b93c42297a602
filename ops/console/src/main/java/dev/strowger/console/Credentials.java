package dev.strowger.console;

import dev.strowger.records.CredentialRecord;
import dev.strowger.topics.Topics;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys of applications: made, listed and revoked; only their hashes are ever stored. */
final class Credentials {
  /** More keys than this are not shown and not made. */
  static final int MAX_KEYS = 100_000;

  private final TableView<CredentialRecord> table;
  private final RecordPublisher publisher;
  private final Secrets secrets;
  private final Clock clock;

  /** A key in clear, which exists only in the answer to whoever asked for it. */
  record Issued(String key, CredentialRecord credential) {
    @Override
    public String toString() {
      return "Issued[" + credential.getCredentialId() + "]";
    }
  }

  Credentials(
      TableView<CredentialRecord> table, RecordPublisher publisher, Secrets secrets, Clock clock) {
    this.table = table;
    this.publisher = publisher;
    this.secrets = secrets;
    this.clock = clock;
  }

  Issued issue(String tenant, String name, @Nullable Instant expiresAt)
      throws InterruptedException {
    if (table.all().size() >= MAX_KEYS) {
      throw Refusal.of(
          409, "too_many_keys", "there are " + MAX_KEYS + " keys, the most there may be");
    }
    String key = secrets.clientKey();
    return new Issued(key, publish(key, tenant, name, expiresAt));
  }

  /** Makes sure that a key chosen elsewhere is known; one that was revoked stays revoked. */
  CredentialRecord ensure(String key, String tenant, String name) throws InterruptedException {
    Optional<CredentialRecord> known = table.get(Secrets.sha256(key));
    return known.isPresent() ? known.get() : publish(key, tenant, name, null);
  }

  /** Newest first. */
  List<CredentialRecord> list() {
    return new ArrayList<>(table.all().values()).reversed();
  }

  /**
   * Idempotent.
   *
   * @throws Refusal (404) if no key has the id
   */
  CredentialRecord revoke(String credentialId) throws InterruptedException {
    CredentialRecord credential =
        table.all().values().stream()
            .filter(c -> c.getCredentialId().equals(credentialId))
            .findFirst()
            .orElseThrow(() -> Refusal.notFound("no key has the id " + credentialId));
    if (credential.getRevoked()) {
      return credential;
    }
    return publish(CredentialRecord.newBuilder(credential).setRevoked(true).build());
  }

  private CredentialRecord publish(
      String key, String tenant, String name, @Nullable Instant expiresAt)
      throws InterruptedException {
    return publish(
        CredentialRecord.newBuilder()
            .setCredentialId(secrets.credentialId())
            .setTenant(tenant)
            .setName(name)
            .setKeyHash(Secrets.sha256(key))
            .setCreatedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
            .setExpiresAt(expiresAt)
            .build());
  }

  private CredentialRecord publish(CredentialRecord credential) throws InterruptedException {
    publisher.publish(Topics.CREDENTIALS, credential.getKeyHash(), credential);
    table.await(credential.getKeyHash(), credential::equals, RecordPublisher.TIMEOUT);
    return credential;
  }
}
