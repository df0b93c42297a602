package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.channel.Channel;
import dev.strowger.channel.Frame;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Provider;
import dev.strowger.process.Probes;
import dev.strowger.records.Answer;
import dev.strowger.records.Attempt;
import dev.strowger.records.CancelRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.records.PlanStep;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Terminal;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class WorkersIT {
  private static EmbeddedBroker broker;
  private static KafkaAccess kafka;
  private static Log log;
  private static TestDoor door;

  private final List<AutoCloseable> parts = new ArrayList<>();
  private final Map<String, URI> providers = new java.util.LinkedHashMap<>();
  private String id = "";

  @BeforeAll
  static void theLogAndADoor() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    kafka = KafkaAccess.plain(broker.bootstrapServers(), new InMemorySchemaRegistry());
    log = new Log(kafka);
    door = new TestDoor();
  }

  @AfterAll
  static void down() throws Exception {
    door.close();
    log.close();
    broker.close();
  }

  /** Pools have the test's name in theirs, so that tests do not meet. */
  @BeforeEach
  void name(TestInfo test) {
    id = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
  }

  @AfterEach
  void closeParts() throws Exception {
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
  }

  @Test
  void answersOverTheLogAndTellsWhatItCost() throws Exception {
    provider("one", ScriptedProvider.answers());
    startWorkers();

    log.route(Requests.routed(request().build(), step("one")));

    ReplyRecord reply = log.reply(id);
    assertThat(reply.getProvider()).isEqualTo(pool("one"));
    assertThat(reply.getAttempts()).isEqualTo(1);
    assertThat(reply.getResult()).isInstanceOf(Answer.class);
    String body = StandardCharsets.UTF_8.decode(((Answer) reply.getResult()).getBody()).toString();
    assertThat(body).contains("\"content\":\"hi\"");
    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(end.getCostMicros()).isEqualTo(1000 + 1000);
    assertThat(end.getUsage().getInputTokens()).isEqualTo(1000);
    assertThat(end.getFinishReason()).isEqualTo("stop");
    assertThat(end.getTotalUs()).isEqualTo(end.getProviderUs() + end.getOverheadUs());
    assertThat(end.getPath()).hasSize(1);
    Attempt attempt = log.attempts(id).getFirst();
    assertThat(attempt.getResult()).isEqualTo("answered");
    assertThat(attempt.getPriced()).isTrue();
  }

  @Test
  void advancesToTheNextPoolWhenAProviderIsOverloaded() throws Exception {
    provider("one", ScriptedProvider.fails(503, "server_error", "busy"));
    provider("two", ScriptedProvider.answers());
    startWorkers();

    log.route(Requests.routed(request().build(), step("one"), step("two")));

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("two"));
    assertThat(log.reply(id).getAttempts()).isEqualTo(2);
    Terminal end = log.terminal(id);
    assertThat(end.getPath())
        .extracting(s -> s.getResult())
        .containsExactly("overloaded", "answered");
    assertThat(log.attempts(id)).extracting(Attempt::getNumber).containsExactly(1, 2);
    assertThat(log.attempts(id).getFirst().getHttpStatus()).isEqualTo(503);
  }

  @Test
  void advancesWhenNobodyListens() throws Exception {
    providers.put(pool("one"), URI.create("http://127.0.0.1:1/v1"));
    provider("two", ScriptedProvider.answers());
    startWorkers();

    log.route(Requests.routed(request().build(), step("one"), step("two")));

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("two"));
    assertThat(log.terminal(id).getPath().getFirst().getResult()).isEqualTo("unreachable");
  }

  @Test
  void advancesWhenTheLatencyTargetIsMissed() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    provider("one", exchange -> never.await());
    provider("two", ScriptedProvider.answers());
    startWorkers();
    var slow = PlanStep.newBuilder(step("one")).setMaxLatencyMs(200).build();

    log.route(Requests.routed(request().build(), slow, step("two")));

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("two"));
    var first = log.terminal(id).getPath().getFirst();
    assertThat(first.getResult()).isEqualTo("timeout");
    assertThat(first.getMessage()).contains("max_latency_ms 200");
    assertThat(first.getLatencyUs()).isBetween(200_000L, 2_000_000L);
    never.countDown();
  }

  @Test
  void passesTheClientsOwnFaultBack() throws Exception {
    provider("one", ScriptedProvider.fails(400, "invalid_request_error", "temperature is odd"));
    ScriptedProvider second = provider("two", ScriptedProvider.answers());
    startWorkers();

    log.route(Requests.routed(request().build(), step("one"), step("two")));

    Failure failure = (Failure) log.reply(id).getResult();
    assertThat(failure.getStatus()).isEqualTo(400);
    assertThat(failure.getType()).isEqualTo("invalid_request_error");
    assertThat(failure.getMessage()).contains("temperature is odd");
    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(second.calls).hasValue(0);
  }

  @Test
  void tellsTheReasonOfEveryTargetWhenAllFail() throws Exception {
    provider("one", ScriptedProvider.fails(503, "server_error", "busy"));
    provider("two", ScriptedProvider.fails(500, "server_error", "oops"));
    startWorkers();

    log.route(Requests.routed(request().build(), step("one"), step("two")));

    Failure failure = (Failure) log.reply(id).getResult();
    assertThat(failure.getStatus()).isEqualTo(502);
    assertThat(failure.getMessage())
        .contains(pool("one") + "/model-of-" + pool("one") + ": overloaded (503")
        .contains(pool("two") + "/model-of-" + pool("two") + ": provider_error (500");
    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(end.getFailure()).isEqualTo("provider_error");
    assertThat(end.getPath()).hasSize(2);
  }

  @Test
  void abandonsARequestWhoseDeadlineHasPassed() throws Exception {
    ScriptedProvider provider = provider("one", ScriptedProvider.answers());
    startWorkers();

    log.route(
        Requests.routed(request().setDeadline(Instant.now().minusSeconds(1)).build(), step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ABANDONED);
    assertThat(provider.calls).hasValue(0);
  }

  @Test
  void endsTheCallWhenTheRequestIsCancelled() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    ScriptedProvider provider = provider("one", exchange -> never.await());
    startWorkers();
    log.route(Requests.routed(request().build(), step("one")));
    Log.await("the call", () -> provider.calls.get() == 1);

    log.send(Topics.CANCELLATIONS, id, new CancelRecord(id, "client gone", Instant.now()));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ABANDONED);
    assertThat(log.replies(id)).isEmpty();
    never.countDown();
  }

  @Test
  void pipesAStreamToTheDoorThatWaits() throws Exception {
    provider(
        "one",
        exchange -> {
          var out = ScriptedProvider.stream(exchange);
          ScriptedProvider.token(out, "Hel");
          ScriptedProvider.token(out, "lo");
          ScriptedProvider.finish(out);
        });
    startWorkers();

    log.route(Requests.routed(streamed().build(), step("one")));

    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(end.getUsage().getOutputTokens()).isEqualTo(3);
    assertThat(end.getCostMicros()).isEqualTo(10 + 15);
    assertThat(end.getFirstTokenUs()).isPositive();
    assertThat(door.text(id)).contains("\"Hel\"").contains("\"lo\"").doesNotContain("[DONE]");
    assertThat(door.frames(id).getLast()).isEqualTo(new Frame.End());
    assertThat(door.head(id).get("authorization")).isEqualTo("Bearer channel-token");
    assertThat(door.head(id).get(Channel.PROVIDER)).isEqualTo(pool("one"));
    assertThat(door.head(id).get(Channel.ROUTE)).isEqualTo("chat");
    assertThat(door.head(id).contains(Channel.SIMULATED)).isFalse();
    assertThat(log.replies(id)).isEmpty();
  }

  @Test
  void advancesAStreamThatBreaksBeforeItsFirstToken() throws Exception {
    provider(
        "one",
        exchange -> ScriptedProvider.stream(exchange).write(":".getBytes(StandardCharsets.UTF_8)));
    provider(
        "two",
        exchange -> {
          var out = ScriptedProvider.stream(exchange);
          ScriptedProvider.token(out, "made good");
          ScriptedProvider.finish(out);
        });
    startWorkers();

    log.route(Requests.routed(streamed().build(), step("one"), step("two")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("two"));
    assertThat(door.text(id)).contains("made good");
    assertThat(door.head(id).get(Channel.ATTEMPTS)).isEqualTo("2");
  }

  @Test
  void endsAStreamThatFallsSilentWithAnErrorFrame() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    provider(
        "one",
        exchange -> {
          ScriptedProvider.token(ScriptedProvider.stream(exchange), "Hel");
          never.await();
        });
    startWorkers();
    var step = PlanStep.newBuilder(step("one")).setIdleTimeoutMs(200).build();

    log.route(Requests.routed(streamed().build(), step));

    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(end.getFailure()).isEqualTo("timeout");
    assertThat(door.frames(id).getLast()).isInstanceOf(Frame.Failed.class);
    assertThat(
            new String(((Frame.Failed) door.frames(id).getLast()).json(), StandardCharsets.UTF_8))
        .contains("\"status\":504")
        .contains("no token for 200 ms");
    never.countDown();
  }

  @Test
  void endsTheProvidersStreamWhenTheClientLeaves() throws Exception {
    CountDownLatch hungUp = new CountDownLatch(1);
    provider(
        "one",
        exchange -> {
          var out = ScriptedProvider.stream(exchange);
          try {
            for (int i = 0; i < 10_000; i++) {
              ScriptedProvider.token(out, "token " + i);
              Thread.sleep(1);
            }
          } catch (java.io.IOException e) {
            hungUp.countDown();
          }
        });
    startWorkers();
    door.leave(id);

    log.route(Requests.routed(streamed().build(), step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ABANDONED);
    assertThat(hungUp.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void abandonsAStreamNobodyWaitsFor() throws Exception {
    provider("one", WorkersIT::shortStream);
    startWorkers();
    door.refuse(id, 404);

    log.route(Requests.routed(streamed().build(), step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ABANDONED);
  }

  @Test
  void leavesTheEndToTheDeliveryThatIsAnswering() throws Exception {
    provider("one", WorkersIT::shortStream);
    startWorkers();
    door.refuse(id, 409);

    log.route(Requests.routed(streamed().build(), step("one")));

    Log.await("the attempt", () -> log.attempts(id).size() == 1);
    assertThat(log.attempts(id).getFirst().getResult()).isEqualTo("cancelled");
    assertThat(log.terminals(id)).isEmpty();
  }

  @Test
  void worksOnARequestAgainAfterAProcessDiedWithIt() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    ScriptedProvider dying = provider("one", exchange -> never.await());
    Workers first = startWorkers(Duration.ZERO, 512);
    log.route(Requests.routed(request().build(), step("one")));
    Log.await("the call", () -> dying.calls.get() == 1);
    first.close();
    assertThat(log.terminals(id)).isEmpty();

    provider("one", ScriptedProvider.answers());
    startWorkers();

    assertThat(log.reply(id).getResult()).isInstanceOf(Answer.class);
    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    never.countDown();
  }

  @Test
  void holdsNoMoreRequestsAtAProviderThanItsBound() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    ScriptedProvider provider =
        provider(
            "one",
            exchange -> {
              open.await();
              ScriptedProvider.json(exchange, 200, ScriptedProvider.ANSWER);
            });
    startWorkers(Duration.ofSeconds(5), 3);
    for (int i = 0; i < 20; i++) {
      log.route(Requests.routed(request(id + i).build(), step("one")));
    }
    Log.await("three calls", () -> provider.now.get() == 3);

    open.countDown();

    for (int i = 0; i < 20; i++) {
      assertThat(log.reply(id + i).getResult()).isInstanceOf(Answer.class);
    }
    assertThat(provider.most).hasValue(3);
  }

  @Test
  void answersTwoHundredRequestsAtOnce() throws Exception {
    provider(
        "one",
        exchange -> {
          Thread.sleep(50);
          ScriptedProvider.json(exchange, 200, ScriptedProvider.ANSWER);
        });
    startWorkers();

    for (int i = 0; i < 200; i++) {
      log.route(Requests.routed(request(id + i).build(), step("one")));
    }

    for (int i = 0; i < 200; i++) {
      assertThat(log.reply(id + i).getResult()).isInstanceOf(Answer.class);
      assertThat(log.terminal(id + i).getOutcome()).isEqualTo(Outcome.ANSWERED);
    }
    for (int i = 0; i < 200; i++) {
      assertThat(log.terminals(id + i)).hasSize(1);
    }
  }

  @Test
  void setsAsideARecordThatCannotBeReadAndGoesOn() throws Exception {
    provider("one", ScriptedProvider.answers());
    startWorkers();

    log.sendBytes(Topics.routed(pool("one")).name(), id, new byte[] {7, 7, 7});
    log.route(Requests.routed(request().build(), step("one")));

    assertThat(log.reply(id).getResult()).isInstanceOf(Answer.class);
  }

  private static void shortStream(com.sun.net.httpserver.HttpExchange exchange) throws Exception {
    var out = ScriptedProvider.stream(exchange);
    ScriptedProvider.token(out, "Hello");
    ScriptedProvider.finish(out);
  }

  private RequestRecord.Builder request() {
    return request(id);
  }

  private RequestRecord.Builder request(String requestId) {
    return Requests.request(requestId)
        .setReplyTo(
            new dev.strowger.records.ReplyAddress(
                Log.DOOR, Topics.replies(Log.DOOR).name(), door.url()));
  }

  private RequestRecord.Builder streamed() {
    return request().setStream(true);
  }

  private PlanStep step(String name) {
    return Requests.step(pool(name));
  }

  private String pool(String name) {
    return id + "-" + name;
  }

  private ScriptedProvider provider(String name, ScriptedProvider.Script script) throws Exception {
    ScriptedProvider provider = new ScriptedProvider(script);
    parts.add(provider);
    providers.put(pool(name), provider.url());
    return provider;
  }

  private Workers startWorkers() {
    return startWorkers(Duration.ofSeconds(5), 512);
  }

  private Workers startWorkers(Duration drain, int concurrency) {
    WorkerConfig config =
        new WorkerConfig(
            kafka,
            providers.entrySet().stream().map(e -> access(e.getKey(), e.getValue())).toList(),
            List.copyOf(providers.keySet()),
            "channel-token",
            Optional.of("test"),
            new WorkerConfig.Limits(
                concurrency, 64 << 20, 1 << 20, 4 << 20, Duration.ofSeconds(2), drain));
    Probes probes = new Probes();
    Workers workers = Workers.start(config, probes);
    parts.add(probes);
    parts.add(workers);
    return workers;
  }

  private static ProviderAccess access(String name, URI url) {
    return new ProviderAccess(
        new Provider(
            name,
            Dialects.Family.OPENAI,
            url,
            Optional.empty(),
            new Provider.Authentication.None(),
            Map.of(),
            Set.of()),
        Optional.empty(),
        false);
  }
}
