package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.channel.Channel;
import dev.strowger.channel.Frame;
import dev.strowger.records.Answer;
import dev.strowger.records.Attempt;
import dev.strowger.records.CancelRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.records.PlanStep;
import dev.strowger.records.Retry;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.Terminal;
import dev.strowger.topics.Topics;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HedgeIT extends WorkerRig {
  private final CountDownLatch held = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    held.countDown();
  }

  @Test
  void aFastRivalAnswersAndTheSlowOneStops() throws Exception {
    provider("slow", exchange -> held.await());
    provider("fast", ScriptedProvider.answers());
    startWorkers();

    log.route(Requests.routed(request().build(), hedged("slow"), step("fast")));

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("fast"));
    assertThat(log.reply(id).getAttempts()).isEqualTo(2);
    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("fast"));
    bothSettled("cancelled", "answered");
  }

  @Test
  void aFastRivalStreamsAndTheSlowOneStops() throws Exception {
    provider("slow", exchange -> held.await());
    provider("fast", HedgeIT::shortStream);
    startWorkers();

    log.route(Requests.routed(streamed().build(), hedged("slow"), step("fast")));

    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("fast"));
    assertThat(door.frames(id).getLast()).isEqualTo(new Frame.End());
    assertThat(door.head(id).get(Channel.ATTEMPTS)).isEqualTo("2");
    bothSettled("cancelled", "answered");
  }

  @Test
  void theFirstTargetAnswersAndItsRivalStops() throws Exception {
    CountDownLatch rivalIsCalled = new CountDownLatch(1);
    provider(
        "slow",
        exchange -> {
          rivalIsCalled.await();
          ScriptedProvider.json(exchange, 200, ScriptedProvider.ANSWER);
        });
    provider(
        "slower",
        exchange -> {
          rivalIsCalled.countDown();
          held.await();
        });
    startWorkers();

    log.route(Requests.routed(request().build(), hedged("slow"), step("slower")));

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("slow"));
    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("slow"));
    bothSettled("answered", "cancelled");
  }

  @Test
  void aTargetThatAnswersInTimeHasNoRival() throws Exception {
    provider("one", ScriptedProvider.answers());
    ScriptedProvider two = provider("two", ScriptedProvider.answers());
    startWorkers();
    var step = PlanStep.newBuilder(step("one")).setHedgeAfterMs(5_000).build();

    log.route(Requests.routed(request().build(), step, step("two")));

    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("one"));
    assertThat(two.calls).hasValue(0);
  }

  @Test
  void whenBothFailTheClientHearsOfBothOnce() throws Exception {
    CountDownLatch rivalFailed = new CountDownLatch(1);
    provider(
        "one",
        exchange -> {
          rivalFailed.await();
          ScriptedProvider.fails(500, "server_error", "oops").answer(exchange);
        });
    ScriptedProvider two = provider("two", ScriptedProvider.fails(503, "server_error", "busy"));
    startWorkers();

    log.route(Requests.routed(request().build(), hedged("one"), once(step("two"))));
    Log.await("the rival's attempt", () -> log.attempts(id).size() == 1);
    rivalFailed.countDown();

    Failure failure = (Failure) log.reply(id).getResult();
    assertThat(failure.getStatus()).isEqualTo(502);
    assertThat(failure.getMessage()).contains(pool("one") + "/").contains(pool("two") + "/");
    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(two.calls).hasValue(1);
    bothSettled("provider_error", "overloaded");
  }

  @Test
  void aRequestWhoseTargetFailsTakesItsRivalOver() throws Exception {
    CountDownLatch rivalIsCalled = new CountDownLatch(1);
    provider(
        "one",
        exchange -> {
          rivalIsCalled.await();
          ScriptedProvider.fails(500, "server_error", "oops").answer(exchange);
        });
    ScriptedProvider two =
        provider(
            "two",
            exchange -> {
              rivalIsCalled.countDown();
              held.await();
              ScriptedProvider.json(exchange, 200, ScriptedProvider.ANSWER);
            });
    startWorkers();

    log.route(Requests.routed(request().build(), hedged("one"), step("two")));
    Log.await("the first attempt", () -> log.attempts(id).size() == 1);
    held.countDown();

    assertThat(log.reply(id).getResult()).isInstanceOf(Answer.class);
    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("two"));
    bothSettled("provider_error", "answered");
    assertThat(two.calls).hasValue(1);
  }

  @Test
  void aRequestPassesARivalThatHasFailedByAndGoesOnBehindIt() throws Exception {
    CountDownLatch rivalFailed = new CountDownLatch(1);
    provider(
        "one",
        exchange -> {
          rivalFailed.await();
          ScriptedProvider.fails(500, "server_error", "oops").answer(exchange);
        });
    ScriptedProvider two = provider("two", ScriptedProvider.fails(503, "server_error", "busy"));
    provider("three", ScriptedProvider.answers());
    startWorkers();

    log.route(Requests.routed(request().build(), hedged("one"), once(step("two")), step("three")));
    Log.await("the rival's attempt", () -> log.attempts(id).size() == 1);
    rivalFailed.countDown();

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("three"));
    assertThat(log.terminal(id).getPath())
        .extracting(tried -> tried.getResult())
        .containsExactly("provider_error", "overloaded", "answered");
    assertThat(two.calls).hasValue(1);
  }

  @Test
  void theStreamOfARivalThatBreaksIsGoneOnWith() throws Exception {
    provider("slow", exchange -> held.await());
    provider("fast", exchange -> ScriptedProvider.token(ScriptedProvider.stream(exchange), "a "));
    provider("third", HedgeIT::shortStream);
    startWorkers();

    log.route(
        Requests.routed(streamed().build(), hedged("slow"), once(step("fast")), step("third")));

    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("third"));
    assertThat(log.terminal(id).getRescues()).isEqualTo(1);
    assertThat(door.frames(id).getLast()).isEqualTo(new Frame.End());
  }

  @Test
  void aRivalOfTheLastStepGoesOnWithItsOwnStream() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    provider("slow", exchange -> held.await());
    provider(
        "fast",
        exchange -> {
          if (calls.incrementAndGet() == 1) {
            ScriptedProvider.token(ScriptedProvider.stream(exchange), "a ");
          } else {
            shortStream(exchange);
          }
        });
    startWorkers();

    log.route(Requests.routed(streamed().build(), hedged("slow"), step("fast")));

    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("fast"));
    assertThat(log.terminal(id).getRescues()).isEqualTo(1);
    assertThat(door.frames(id).getLast()).isEqualTo(new Frame.End());
  }

  @Test
  void theStreamOfTheFirstTargetIsGoneOnWithByTheStepOfItsRival() throws Exception {
    CountDownLatch rivalIsCalled = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    provider(
        "one",
        exchange -> {
          rivalIsCalled.await();
          ScriptedProvider.token(ScriptedProvider.stream(exchange), "a ");
        });
    provider(
        "two",
        exchange -> {
          if (calls.incrementAndGet() == 1) {
            rivalIsCalled.countDown();
            held.await();
          } else {
            shortStream(exchange);
          }
        });
    startWorkers();

    log.route(Requests.routed(streamed().build(), hedged("one"), step("two")));

    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("two"));
    assertThat(door.frames(id).getLast()).isEqualTo(new Frame.End());
  }

  @Test
  void aRivalThatHadTheClientIsTheRequestWhenItIsDeliveredAgain() throws Exception {
    provider("one", ScriptedProvider.fails(500, "server_error", "down"));
    provider("two", ScriptedProvider.fails(500, "server_error", "down"));
    startWorkers();
    door.keep(
        id, "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n");
    log.send(Topics.CANCELLATIONS, id, new CancelRecord(id, "faster", Instant.now(), 1));
    cancellationsOfTheSamePartitionAreHeard();

    log.routeAgain(
        RoutedRecord.newBuilder(Requests.routed(streamed().build(), step("one"), once(step("two"))))
            .setStep(1)
            .setRival(true)
            .build());

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(log.reply(id).getResult()).isInstanceOf(Failure.class);
  }

  private void cancellationsOfTheSamePartitionAreHeard() throws Exception {
    String heard = id + "-heard";
    log.send(Topics.CANCELLATIONS, id, new CancelRecord(heard, "gone", Instant.now(), -1));
    for (int i = 1; log.terminals(heard).stream().noneMatch(HedgeIT::abandoned); i++) {
      log.route(Requests.routed(request(heard).build(), step("one")));
      int ends = i;
      Log.await("an end", () -> log.terminals(heard).size() >= ends);
    }
  }

  private static boolean abandoned(Terminal end) {
    return end.getOutcome() == Outcome.ABANDONED;
  }

  /** Two attempts, by target, and one end. */
  private void bothSettled(String first, String second) throws Exception {
    Log.await("two attempts", () -> log.attempts(id).size() == 2);
    assertThat(log.attempts(id))
        .extracting(Attempt::getResult)
        .containsExactlyInAnyOrder(first, second);
    log.terminal(id);
    assertThat(log.terminals(id)).hasSize(1);
    assertThat(log.replies(id).size()).isLessThanOrEqualTo(1);
  }

  private PlanStep hedged(String name) {
    return PlanStep.newBuilder(once(step(name))).setHedgeAfterMs(100).build();
  }

  private static PlanStep once(PlanStep step) {
    return PlanStep.newBuilder(step).setRetry(Retry.newBuilder().setMaxAttempts(1).build()).build();
  }

  private static void shortStream(com.sun.net.httpserver.HttpExchange exchange) throws Exception {
    var out = ScriptedProvider.stream(exchange);
    ScriptedProvider.token(out, "Hello");
    ScriptedProvider.finish(out);
  }
}
