package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.channel.Channel;
import dev.strowger.channel.Frame;
import dev.strowger.records.Outcome;
import dev.strowger.records.PlanStep;
import dev.strowger.records.Terminal;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StreamsIT extends WorkerRig {
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
    assertThat(door.head(id).get(Channel.ATTEMPTS)).isEqualTo("4");
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
    provider("one", StreamsIT::shortStream);
    startWorkers();
    door.refuse(id, 404);

    log.route(Requests.routed(streamed().build(), step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ABANDONED);
  }

  @Test
  void leavesTheEndToTheDeliveryThatIsAnswering() throws Exception {
    provider("one", StreamsIT::shortStream);
    startWorkers();
    door.refuse(id, 409);

    log.route(Requests.routed(streamed().build(), step("one")));

    Log.await("the attempt", () -> log.attempts(id).size() == 1);
    assertThat(log.attempts(id).getFirst().getResult()).isEqualTo("cancelled");
    assertThat(log.terminals(id)).isEmpty();
  }

  private static void shortStream(com.sun.net.httpserver.HttpExchange exchange) throws Exception {
    var out = ScriptedProvider.stream(exchange);
    ScriptedProvider.token(out, "Hello");
    ScriptedProvider.finish(out);
  }
}
