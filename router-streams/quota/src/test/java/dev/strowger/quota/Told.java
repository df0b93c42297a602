package dev.strowger.quota;

import dev.strowger.records.Attempt;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Outcome;
import dev.strowger.records.Reservation;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Events for tests. */
final class Told {
  static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

  private Told() {}

  static Reservation hold(long input, long output, long micros) {
    return new Reservation(input, input, output, micros, "USD", "openai/small");
  }

  static Attempt attempt(long input, long output, long micros, String currency) {
    return Attempt.newBuilder()
        .setNumber(1)
        .setProvider("openai")
        .setModel("small")
        .setResult("answered")
        .setStartedAt(NOON)
        .setLatencyUs(1)
        .setUsage(new Usage(input, output, 0L, 0L, 0L, false, 0L, 0L, 0L, 0L))
        .setCostMicros(micros)
        .setCurrency(currency)
        .build();
  }

  static Terminal end(Outcome outcome) {
    return Terminal.newBuilder().setOutcome(outcome).setUsage(Usage.newBuilder().build()).build();
  }

  static EventRecord event(String id, Instant at, Object detail) {
    return event(id, "bank", "loans", "key-1", at, detail);
  }

  static EventRecord event(
      String id, String tenant, String team, String credential, Instant at, Object detail) {
    return new EventRecord(
        id + "/" + detail.getClass().getSimpleName(),
        id,
        tenant,
        credential,
        at,
        "chat",
        "small",
        "chat",
        "v",
        false,
        detail,
        team,
        "",
        "",
        "",
        Map.of());
  }

  /** A request that was answered, as the log has it. */
  static List<EventRecord> answered(String id, Instant at, long tokens, long micros) {
    return List.of(
        event(id, at, hold(tokens, 0, micros)),
        event(id, at, attempt(tokens, 0, micros, "USD")),
        event(id, at, end(Outcome.ANSWERED)));
  }
}
