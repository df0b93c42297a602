package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.records.OperatorRecord;
import dev.strowger.records.Role;
import dev.strowger.topics.Topics;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may use this door: whoever has a key of its own, and whoever has the admin token, with which
 * the first keys are made. Keys are looked up by their SHA-256, which nobody who guesses can steer,
 * so the time it takes tells nothing.
 */
final class Operators {
  /** More are not shown and not made. */
  static final int MAX = 10_000;

  private static final String SCHEME = "bearer ";
  private static final int MAX_KEY_CHARS = 512;
  private static final Operator BOOTSTRAP = new Operator("admin-token", "admin token", Role.ADMIN);
  private static final String ROLES =
      Arrays.stream(Role.values()).map(Operators::text).collect(Collectors.joining(", "));

  private final AdminToken token;
  private final TableView<OperatorRecord> table;
  private final RecordPublisher publisher;
  private final Secrets secrets;
  private final Clock clock;

  Operators(
      AdminToken token,
      TableView<OperatorRecord> table,
      RecordPublisher publisher,
      Secrets secrets,
      Clock clock) {
    this.token = token;
    this.table = table;
    this.publisher = publisher;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * Whose key it is; empty if it is nobody's.
   *
   * @param authorization the header's value
   */
  Optional<Operator> known(@Nullable String authorization) {
    if (token.matches(authorization)) {
      return Optional.of(BOOTSTRAP);
    }
    if (authorization == null
        || authorization.length() > MAX_KEY_CHARS
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    return table
        .get(Secrets.sha256(authorization.substring(SCHEME.length()).strip()))
        .filter(this::inForce)
        .map(record -> new Operator(record.getOperatorId(), record.getName(), record.getRole()));
  }

  /** The only answer that ever carries the key. */
  Reply create(Call call) throws InterruptedException {
    Form form = new Form(call.body());
    String name = form.text("name", Names::isTitle, Names.TITLE_FORM);
    String role = form.text("role", text -> role(text).isPresent(), "one of " + ROLES);
    Optional<Instant> expires = form.time("expiresAt");
    if (expires.isPresent() && !expires.get().isAfter(clock.instant())) {
      form.wrong("expiresAt", "is past");
    }
    form.orRefuse();
    if (table.size() >= MAX) {
      throw Refusal.of(
          409, "too_many_operators", "there are " + MAX + " operators, the most there may be");
    }
    String key = secrets.operatorKey();
    OperatorRecord record =
        OperatorRecord.newBuilder()
            .setOperatorId(secrets.operatorId())
            .setName(name)
            .setKeyHash(Secrets.sha256(key))
            .setRole(role(role).orElseThrow())
            .setCreatedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
            .setExpiresAt(expires.orElse(null))
            .build();
    publish(record);
    Map<String, Object> view = view(record);
    view.put("key", key);
    return new Reply(201, view);
  }

  Reply list(Call call) {
    return Reply.ok(
        Map.of(
            "operators",
            table.matching(record -> true).stream()
                .sorted(Comparator.comparing(OperatorRecord::getCreatedAt).reversed())
                .map(Operators::view)
                .toList()));
  }

  /** Idempotent. */
  Reply revoke(Call call) throws InterruptedException {
    String id = call.segment("operatorId");
    OperatorRecord record =
        table.matching(operator -> operator.getOperatorId().equals(id)).stream()
            .findFirst()
            .orElseThrow(() -> Refusal.notFound("no operator has the id " + id));
    if (record.getRevoked()) {
      return Reply.ok(view(record));
    }
    OperatorRecord revoked = OperatorRecord.newBuilder(record).setRevoked(true).build();
    publish(revoked);
    return Reply.ok(view(revoked));
  }

  static String text(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Role> role(String text) {
    return Arrays.stream(Role.values()).filter(role -> text(role).equals(text)).findFirst();
  }

  private boolean inForce(OperatorRecord record) {
    Instant expires = record.getExpiresAt();
    return !record.getRevoked() && (expires == null || clock.instant().isBefore(expires));
  }

  private void publish(OperatorRecord record) throws InterruptedException {
    publisher.publish(Topics.OPERATORS, record.getKeyHash(), record);
    table.await(record.getKeyHash(), record::equals, RecordPublisher.TIMEOUT);
  }

  private static Map<String, Object> view(OperatorRecord record) {
    Instant expires = record.getExpiresAt();
    return ordered(
        "id", record.getOperatorId(),
        "name", record.getName(),
        "role", text(record.getRole()),
        "createdAt", record.getCreatedAt().toString(),
        "expiresAt", expires == null ? null : expires.toString(),
        "revoked", record.getRevoked());
  }
}
