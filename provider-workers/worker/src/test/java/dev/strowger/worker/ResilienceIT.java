package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Answer;
import dev.strowger.records.Attempt;
import dev.strowger.records.CancelRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.HealthState;
import dev.strowger.records.Outcome;
import dev.strowger.records.PathStep;
import dev.strowger.records.PlanStep;
import dev.strowger.records.ProviderHealth;
import dev.strowger.records.Retry;
import dev.strowger.topics.CompactedTable;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Retries, breakers and what processes tell each other of targets, over a real log. */
class ResilienceIT extends WorkerRig {
  private static final String BUSY = "{\"error\":{\"message\":\"busy\",\"type\":\"rate_limit\"}}";

  @Test
  void waitsAsLongAsTheProviderAsksAndThenAnswers() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    List<Long> times = new CopyOnWriteArrayList<>();
    provider(
        "one",
        exchange -> {
          times.add(System.nanoTime());
          if (calls.incrementAndGet() == 1) {
            exchange.getResponseHeaders().add("retry-after", "1");
            ScriptedProvider.json(exchange, 429, BUSY);
          } else {
            ScriptedProvider.json(exchange, 200, ScriptedProvider.ANSWER);
          }
        });
    startWorkers();

    log.route(Requests.routed(request().build(), step("one")));

    assertThat(log.reply(id).getResult()).isInstanceOf(Answer.class);
    assertThat(times).hasSize(2);
    assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(1_000_000_000L);
    assertThat(log.terminal(id).getPath())
        .extracting(PathStep::getResult)
        .containsExactly("rate_limited", "answered");
    assertThat(log.terminal(id).getPath().getLast().getCostMicros()).isEqualTo(2000);
    assertThat(log.attempts(id)).extracting(Attempt::getNumber).containsExactly(1, 2);
    assertThat(log.reply(id).getAttempts()).isEqualTo(2);
  }

  @Test
  void endsAWaitWhenTheClientGoes() throws Exception {
    ScriptedProvider provider =
        provider(
            "one",
            exchange -> {
              exchange.getResponseHeaders().add("retry-after", "5");
              ScriptedProvider.json(exchange, 429, BUSY);
            });
    startWorkers();
    log.route(Requests.routed(request().build(), step("one")));
    Log.await("an attempt", () -> !log.attempts(id).isEmpty());
    Instant before = Instant.now();

    log.send(Topics.CANCELLATIONS, id, new CancelRecord(id, "client gone", Instant.now(), -1));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ABANDONED);
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(4));
    assertThat(provider.calls).hasValue(1);
  }

  @Test
  void passesOverATargetThatFailsAndTellsTheOthers() throws Exception {
    List<ProviderHealth> told = new CopyOnWriteArrayList<>();
    ScriptedProvider one = provider("one", ScriptedProvider.fails(503, "server_error", "down"));
    provider("two", ScriptedProvider.answers());
    startWorkers();
    parts.add(
        CompactedTable.follow(
            kafka.clients(),
            kafka.serdes(),
            Topics.PROVIDER_HEALTH,
            (key, value) -> {
              if (value != null && key.startsWith(pool("one") + "/")) {
                told.add(value);
              }
            }));
    PlanStep quick =
        PlanStep.newBuilder(step("one"))
            .setRetry(Retry.newBuilder().setBackoffMs(10).build())
            .build();
    for (int i = 0; i < 2; i++) {
      log.route(Requests.routed(request(id + i).build(), quick, step("two")));
      log.reply(id + i);
    }
    int calls = one.calls.get();

    log.route(Requests.routed(request(id).build(), quick, step("two")));

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("two"));
    assertThat(log.reply(id).getAttempts()).isEqualTo(1);
    assertThat(one.calls).hasValue(calls);
    PathStep passed = log.terminal(id).getPath().getFirst();
    assertThat(passed.getResult()).isEqualTo("overloaded");
    assertThat(passed.getMessage()).startsWith("not asked: ");
    assertThat(passed.getUsage()).isNull();
    assertThat(log.attempts(id)).extracting(Attempt::getNumber).containsExactly(2);
    Log.await("a tale", () -> !told.isEmpty());
    assertThat(told.getFirst().getState()).isEqualTo(HealthState.DOWN);
    assertThat(told.getFirst().getModel()).isEqualTo("model-of-" + pool("one"));
    assertThat(told.getFirst().getUntil()).isAfter(told.getFirst().getAt());
  }

  @Test
  void saysWhenToComeBackWhenAnotherProcessHasToldThatAllTargetsAreDown() throws Exception {
    ScriptedProvider provider = provider("one", ScriptedProvider.answers());
    startWorkers();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    log.send(
        Topics.PROVIDER_HEALTH,
        pool("one") + "/model-of-" + pool("one"),
        new ProviderHealth(
            pool("one"),
            "openai",
            HealthState.DOWN,
            false,
            now,
            "overloaded: its calls failed",
            "model-of-" + pool("one"),
            "another-process",
            now.plusSeconds(60)));

    int tries = 0;
    Object result = "";
    while (!(result instanceof Failure) && ++tries < 50) {
      String request = id + "-" + tries;
      log.route(Requests.routed(request(request).build(), step("one")));
      result = log.reply(request).getResult();
    }

    assertThat(result).isInstanceOf(Failure.class);
    Failure failure = (Failure) result;
    assertThat(failure.getStatus()).isEqualTo(503);
    assertThat(failure.getMessage()).contains("overloaded (not asked: its calls failed)");
    assertThat(failure.getRetryAfterMs()).isBetween(40_000L, 60_000L);
    assertThat(provider.calls.get()).isEqualTo(tries - 1);
  }

  @Test
  void aRefusedKeyTakesTheTargetOutAndTheNextOneServes() throws Exception {
    ScriptedProvider one =
        provider("one", ScriptedProvider.fails(401, "authentication_error", "bad key"));
    provider("two", ScriptedProvider.answers());
    startWorkers();
    log.route(Requests.routed(request(id + "0").build(), step("one"), step("two")));
    log.reply(id + "0");

    log.route(Requests.routed(request().build(), step("one"), step("two")));

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("two"));
    assertThat(one.calls).hasValue(1);
    assertThat(log.terminal(id).getPath().getFirst().getResult()).isEqualTo("authentication");
  }

  @Test
  void oneLargeEventPasses() throws Exception {
    String large = "x".repeat(3 << 20);
    provider(
        "one",
        exchange -> {
          var out = ScriptedProvider.stream(exchange);
          ScriptedProvider.token(out, large);
          ScriptedProvider.finish(out);
        });
    startWorkers();

    log.route(Requests.routed(streamed().build(), step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(door.text(id)).contains(large);
  }
}
