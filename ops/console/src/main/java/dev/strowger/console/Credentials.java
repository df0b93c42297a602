package dev.strowger.console;

import dev.strowger.records.CredentialRecord;
import dev.strowger.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The keys of applications; only their hashes are ever stored. A credential may have more keys than
 * one: those it had before a rotation, until they expire.
 */
final class Credentials {
  /** More keys than this are not shown and not made. */
  static final int MAX_KEYS = 250_000;

  /** The order in which they are shown; no two keys of a credential are made at once. */
  static final Comparator<CredentialRecord> NEWEST_FIRST =
      Comparator.comparing(CredentialRecord::getCreatedAt)
          .reversed()
          .thenComparing(CredentialRecord::getCredentialId);

  private final TableView<CredentialRecord> table;
  private final RecordPublisher publisher;
  private final Secrets secrets;
  private final Clock clock;

  /** One change at a time, as most of them begin with what there is. */
  private final ReentrantLock changing = new ReentrantLock();

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

  /**
   * @param draft all but id, hash and time
   */
  Issued issue(CredentialRecord.Builder draft) throws InterruptedException {
    changing.lock();
    try {
      return made(draft.setCredentialId(secrets.credentialId()));
    } finally {
      changing.unlock();
    }
  }

  /** Makes sure that a key chosen elsewhere is known; one that was revoked stays revoked. */
  CredentialRecord ensure(String key, String tenant, String name) throws InterruptedException {
    Optional<CredentialRecord> known = table.get(Secrets.sha256(key));
    return known.isPresent()
        ? known.get()
        : publish(
            CredentialRecord.newBuilder()
                .setCredentialId(secrets.credentialId())
                .setTenant(tenant)
                .setName(name)
                .setKeyHash(Secrets.sha256(key))
                .setCreatedAt(now())
                .build());
  }

  /** Newest first. */
  List<CredentialRecord> list(Predicate<CredentialRecord> wanted) {
    List<CredentialRecord> found = table.matching(wanted);
    found.sort(NEWEST_FIRST);
    return found;
  }

  /** The first of them, newest first: of many, no more are kept at a time than are asked for. */
  List<CredentialRecord> newest(Predicate<CredentialRecord> wanted, int most) {
    PriorityQueue<CredentialRecord> found = new PriorityQueue<>(most + 1, NEWEST_FIRST.reversed());
    table.each(
        key -> {
          if (wanted.test(key)) {
            found.add(key);
            if (found.size() > most) {
              found.poll();
            }
          }
        });
    return found.stream().sorted(NEWEST_FIRST).toList();
  }

  /**
   * All keys of a credential, newest first.
   *
   * @throws Refusal (404) if no key has the id
   */
  List<CredentialRecord> keys(String credentialId) {
    List<CredentialRecord> keys =
        list(credential -> credential.getCredentialId().equals(credentialId));
    if (keys.isEmpty()) {
      throw Refusal.notFound("no key has the id " + credentialId);
    }
    return keys;
  }

  /** Empty if there is no such credential. */
  Optional<String> tenantOf(String credentialId) {
    return table.matching(credential -> credential.getCredentialId().equals(credentialId)).stream()
        .findFirst()
        .map(CredentialRecord::getTenant);
  }

  /**
   * A further key for a credential; those it had end after the grace, or before if they were to.
   * The new key is in force first, so that there is always one.
   *
   * @throws Refusal (404, 409) if there is no such credential, or none of its keys is in force
   */
  Issued rotate(String credentialId, Duration grace) throws InterruptedException {
    changing.lock();
    try {
      List<CredentialRecord> before = keys(credentialId);
      Instant now = now();
      CredentialRecord newest =
          before.stream()
              .filter(key -> inForce(key, now))
              .findFirst()
              .orElseThrow(
                  () ->
                      Refusal.of(
                          409,
                          "not_in_force",
                          "all keys of " + credentialId + " are revoked or have expired"));
      Issued issued = made(CredentialRecord.newBuilder(newest));
      for (CredentialRecord old : before) {
        if (inForce(old, now)) {
          publish(ending(old, now.plus(grace)));
        }
      }
      return issued;
    } finally {
      changing.unlock();
    }
  }

  /** Ends all keys of a credential at a time, or before if they were to. */
  CredentialRecord expire(String credentialId, Instant at) throws InterruptedException {
    return change(credentialId, key -> !key.getRevoked(), key -> key.setExpiresAt(at));
  }

  /** Idempotent. */
  CredentialRecord revoke(String credentialId) throws InterruptedException {
    return change(credentialId, key -> !key.getRevoked(), key -> key.setRevoked(true));
  }

  /**
   * Changes all keys of a credential.
   *
   * @return the newest
   */
  CredentialRecord change(
      String credentialId,
      Predicate<CredentialRecord> which,
      Consumer<CredentialRecord.Builder> change)
      throws InterruptedException {
    changing.lock();
    try {
      List<CredentialRecord> changed = new ArrayList<>();
      for (CredentialRecord key : keys(credentialId)) {
        CredentialRecord.Builder builder = CredentialRecord.newBuilder(key);
        if (which.test(key)) {
          change.accept(builder);
        }
        CredentialRecord after = builder.build();
        changed.add(after.equals(key) ? key : publish(after));
      }
      return changed.getFirst();
    } finally {
      changing.unlock();
    }
  }

  static boolean inForce(CredentialRecord key, Instant now) {
    Instant expires = key.getExpiresAt();
    return !key.getRevoked() && (expires == null || now.isBefore(expires));
  }

  private static CredentialRecord ending(CredentialRecord key, Instant at) {
    @Nullable Instant expires = key.getExpiresAt();
    return CredentialRecord.newBuilder(key)
        .setExpiresAt(expires == null || expires.isAfter(at) ? at : expires)
        .build();
  }

  private Issued made(CredentialRecord.Builder draft) throws InterruptedException {
    if (table.size() >= MAX_KEYS) {
      throw Refusal.of(
          409, "too_many_keys", "there are " + MAX_KEYS + " keys, the most there may be");
    }
    String key = secrets.clientKey();
    return new Issued(
        key, publish(draft.setKeyHash(Secrets.sha256(key)).setCreatedAt(now()).build()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private CredentialRecord publish(CredentialRecord credential) throws InterruptedException {
    publisher.publish(Topics.CREDENTIALS, credential.getKeyHash(), credential);
    table.await(credential.getKeyHash(), credential::equals, RecordPublisher.TIMEOUT);
    return credential;
  }
}
