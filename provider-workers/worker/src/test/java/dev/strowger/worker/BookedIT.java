package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Attempt;
import dev.strowger.records.CancelRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Outcome;
import dev.strowger.records.PlanStep;
import dev.strowger.records.Price;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.Retry;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everything that costs is written down, and whose it is. */
class BookedIT extends WorkerRig {
  private final CountDownLatch held = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    held.countDown();
  }

  @Test
  void eachRequestIsBilledAtThePriceOfItsOwnPlan() throws Exception {
    provider("one", ScriptedProvider.answers());
    startWorkers();
    Price dearer =
        Price.newBuilder(Requests.PRICE)
            .setInputMicrosPerMillion(10_000_000L)
            .setOutputMicrosPerMillion(50_000_000L)
            .build();
    PlanStep now = PlanStep.newBuilder(step("one")).setPrice(dearer).build();

    // One that was decided before the price changed, and comes after.
    log.route(Requests.routed(request(id + "-now").build(), now));
    assertThat(log.terminal(id + "-now").getCostMicros()).isEqualTo(20_000);
    log.route(Requests.routed(request(id + "-before").build(), step("one")));

    assertThat(log.terminal(id + "-before").getCostMicros()).isEqualTo(2_000);
    assertThat(log.attempts(id + "-before"))
        .extracting(Attempt::getCostMicros)
        .containsExactly(2_000L);
  }

  @Test
  void everyKindOfTokenIsBilledAtItsPriceInThePlan() throws Exception {
    provider(
        "one",
        exchange ->
            ScriptedProvider.json(
                exchange,
                200,
                """
                {"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
                "message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],
                "usage":{"prompt_tokens":1000,"completion_tokens":200,"total_tokens":1200,
                "prompt_tokens_details":{"cached_tokens":300,"audio_tokens":100,"image_tokens":50},
                "completion_tokens_details":{"reasoning_tokens":120,"audio_tokens":30}}}
                """));
    startWorkers();
    Price price =
        Price.newBuilder(Requests.PRICE)
            .setCurrency("EUR")
            .setImageMicrosPerMillion(2_000_000L)
            .setAudioInputMicrosPerMillion(10_000_000L)
            .setAudioOutputMicrosPerMillion(20_000_000L)
            .setReasoningMicrosPerMillion(7_000_000L)
            .setCallMicros(9)
            .build();
    PlanStep step = PlanStep.newBuilder(step("one")).setPrice(price).build();

    log.route(Requests.routed(request().build(), step));

    Terminal end = log.terminal(id);
    long input = 550 + 300 / 10 + 50 * 2 + 100 * 10;
    long output = 50 * 5 + 120 * 7 + 30 * 20;
    assertThat(end.getCostMicros()).isEqualTo(input + output + 9);
    assertThat(end.getCurrency()).isEqualTo("EUR");
    assertThat(end.getUsage())
        .isEqualTo(new Usage(1000L, 200L, 300L, 0L, 120L, false, 50L, 100L, 30L, 0L));
    assertThat(log.attempts(id).getFirst().getUsage()).isEqualTo(end.getUsage());
    assertThat(log.attempts(id).getFirst().getCostMicros()).isEqualTo(end.getCostMicros());
  }

  @Test
  void bothTheAttemptAndTheEndSayWhoseTheyAre() throws Exception {
    provider("one", ScriptedProvider.answers());
    startWorkers();
    RequestFacts facts =
        RequestFacts.newBuilder().setUser("u-1").setTags(Map.of("project", "apollo")).build();

    log.route(Requests.routed(request().setFacts(facts).setTeam("red").build(), step("one")));

    log.terminal(id);
    List<EventRecord> events =
        log.events.stream().filter(e -> e.getRequestId().equals(id)).toList();
    assertThat(events)
        .hasSize(2)
        .allSatisfy(
            event -> {
              assertThat(event.getUser()).isEqualTo("u-1");
              assertThat(event.getTags()).containsEntry("project", "apollo");
              assertThat(event.getTeam()).isEqualTo("red");
              assertThat(event.getTenant()).isEqualTo("team-a");
              assertThat(event.getCredentialId()).isEqualTo("key-1");
            });
  }

  @Test
  void anAnswerThatIsOfNoUseIsPaidForAll() throws Exception {
    String tooLong = "x".repeat((1 << 20) + 1);
    provider(
        "one",
        exchange ->
            ScriptedProvider.json(
                exchange, 200, ScriptedProvider.ANSWER.replace("\"hi\"", "\"" + tooLong + "\"")));
    provider("two", ScriptedProvider.answers());
    startWorkers();
    Retry never = Retry.newBuilder().setMaxAttempts(1).build();
    PlanStep once = PlanStep.newBuilder(step("one")).setRetry(never).build();

    log.route(Requests.routed(request().build(), once, step("two")));

    Terminal end = log.terminal(id);
    assertThat(end.getProvider()).isEqualTo(pool("two"));
    assertThat(end.getCostMicros()).isEqualTo(4_000);
    assertThat(log.attempts(id)).extracting(Attempt::getCostMicros).containsExactly(2_000L, 2_000L);
  }

  @Test
  void bothLegsOfAHedgeAreBooked() throws Exception {
    provider("slow", exchange -> held.await());
    provider("fast", ScriptedProvider.answers());
    startWorkers();
    PlanStep slow = PlanStep.newBuilder(step("slow")).setHedgeAfterMs(50).build();

    log.route(Requests.routed(request().build(), slow, step("fast")));

    Log.await("both attempts", () -> log.attempts(id).size() == 2);
    Attempt lost = of("slow");
    assertThat(lost.getResult()).isEqualTo("cancelled");
    assertThat(lost.getUsage().getEstimated()).isTrue();
    assertThat(lost.getUsage().getInputTokens()).isPositive();
    assertThat(lost.getCostMicros()).isEqualTo(lost.getUsage().getInputTokens());
    assertThat(of("fast").getUsage().getEstimated()).isFalse();
    assertThat(of("fast").getCostMicros()).isEqualTo(2_000);
  }

  @Test
  void aStreamThatItsClientLeavesIsBookedByWhatCame() throws Exception {
    provider("one", BookedIT::endless);
    startWorkers();
    door.leave(id);

    log.route(Requests.routed(streamed().build(), step("one")));

    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.ABANDONED);
    Usage used = end.getUsage();
    assertThat(used.getEstimated()).isTrue();
    assertThat(used.getInputTokens()).isPositive();
    assertThat(used.getOutputTokens()).isPositive();
    assertThat(end.getCostMicros()).isEqualTo(used.getInputTokens() + 5 * used.getOutputTokens());
    assertThat(of("one").getCostMicros()).isEqualTo(end.getCostMicros());
  }

  @Test
  void theFigureOfAProviderThatTellsOnTheWayIsTaken() throws Exception {
    provider(
        "one",
        exchange -> {
          var out = ScriptedProvider.stream(exchange);
          try {
            for (int i = 1; i < 10_000; i++) {
              out.write(
                  ("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                          + "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}],"
                          + "\"usage\":{\"prompt_tokens\":77,\"completion_tokens\":"
                          + (i + 100)
                          + "}}\n\n")
                      .getBytes(java.nio.charset.StandardCharsets.UTF_8));
              out.flush();
              Thread.sleep(1);
            }
          } catch (IOException e) {
            held.countDown();
          }
        });
    startWorkers();
    door.leave(id);

    log.route(Requests.routed(streamed().build(), step("one")));

    Usage used = log.terminal(id).getUsage();
    assertThat(used.getEstimated()).isFalse();
    assertThat(used.getInputTokens()).isEqualTo(77);
    assertThat(used.getOutputTokens()).isGreaterThan(100);
  }

  @Test
  void aCallThatIsCancelledBeforeItsAnswerIsBookedByWhatWasSent() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    provider(
        "one",
        exchange -> {
          called.countDown();
          held.await();
        });
    startWorkers();

    log.route(Requests.routed(request().build(), step("one")));
    called.await();
    log.send(
        Topics.CANCELLATIONS,
        id,
        CancelRecord.newBuilder()
            .setRequestId(id)
            .setReason("the client went away")
            .setAt(Instant.now())
            .build());

    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.ABANDONED);
    assertThat(end.getUsage().getEstimated()).isTrue();
    assertThat(end.getUsage().getInputTokens()).isPositive();
    assertThat(end.getUsage().getOutputTokens()).isZero();
    assertThat(end.getCostMicros()).isEqualTo(end.getUsage().getInputTokens());
  }

  @Test
  void aRequestThatNoProviderSawCostsNothing() throws Exception {
    elsewhere.add(pool("one"));
    providers.put(pool("one"), java.net.URI.create("http://127.0.0.1:1/v1"));
    startWorkers();

    log.route(Requests.routed(request().build(), step("one")));

    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(end.getCostMicros()).isZero();
    assertThat(end.getUsage().getEstimated()).isFalse();
  }

  @Test
  void whatACallHasUsedIsBookedThoughItsWorkerStops() throws Exception {
    provider("one", BookedIT::endless);
    Workers workers = startWorkers(java.time.Duration.ofMillis(200), 512);

    log.route(Requests.routed(streamed().build(), step("one")));
    Log.await("the stream", () -> !door.frames(id).isEmpty());
    workers.close();

    Log.await("the attempt", () -> log.attempts(id).size() == 1);
    assertThat(log.attempts(id).getFirst().getUsage().getOutputTokens()).isPositive();
    assertThat(log.attempts(id).getFirst().getCostMicros()).isPositive();
    assertThat(log.terminals(id)).isEmpty();
  }

  private Attempt of(String name) {
    return log.attempts(id).stream()
        .filter(attempt -> attempt.getProvider().equals(pool(name)))
        .findFirst()
        .orElseThrow();
  }

  private static void endless(com.sun.net.httpserver.HttpExchange exchange) throws Exception {
    var out = ScriptedProvider.stream(exchange);
    try {
      for (int i = 0; i < 10_000; i++) {
        ScriptedProvider.token(out, "token " + i);
        Thread.sleep(1);
      }
    } catch (IOException e) {
      // The worker has left.
    }
  }
}
