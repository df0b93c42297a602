package dev.strowger.console.reconcile;

import dev.strowger.records.Attempt;
import dev.strowger.records.EventRecord;
import dev.strowger.records.MonthTotal;
import dev.strowger.records.Outcome;
import dev.strowger.records.Reservation;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import java.time.Instant;
import java.util.Map;

/** What stands in the books. */
final class Entries {
  private Entries() {}

  static EventRecord attempt(String request, String tenant, String team, Instant at, long micros) {
    Attempt attempt =
        Attempt.newBuilder()
            .setNumber(1)
            .setProvider("p")
            .setModel("m")
            .setResult("answered")
            .setStartedAt(at)
            .setLatencyUs(1)
            .setUsage(
                Usage.newBuilder().setInputTokens(2 * micros).setOutputTokens(3 * micros).build())
            .setCostMicros(micros)
            .setCurrency("EUR")
            .build();
    return event(request, tenant, team, at).setEventId(request + "/a1").setDetail(attempt).build();
  }

  static EventRecord reservation(String request, String tenant, String team, Instant at) {
    return event(request, tenant, team, at)
        .setEventId(request + "/reserved")
        .setDetail(
            Reservation.newBuilder()
                .setCountedTokens(1)
                .setInputTokens(1)
                .setOutputTokens(1)
                .setCostMicros(1)
                .setTarget("p/m")
                .build())
        .build();
  }

  static EventRecord end(String request, String tenant, String team, Instant at, Outcome outcome) {
    Terminal end =
        Terminal.newBuilder().setOutcome(outcome).setUsage(Usage.newBuilder().build()).build();
    return event(request, tenant, team, at).setEventId(request + "/end").setDetail(end).build();
  }

  private static EventRecord.Builder event(String request, String tenant, String team, Instant at) {
    return EventRecord.newBuilder()
        .setRequestId(request)
        .setTenant(tenant)
        .setTeam(team)
        .setCredentialId("key")
        .setAt(at)
        .setOperation("chat")
        .setRequestedModel("m")
        .setRoute("r")
        .setPolicyVersion("v")
        .setStream(false);
  }

  static MonthTotal month(int month, long requests, long attempts, long micros) {
    return new MonthTotal(month, requests, attempts, 2 * micros, 3 * micros, Map.of("EUR", micros));
  }
}
