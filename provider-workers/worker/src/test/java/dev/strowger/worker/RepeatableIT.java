package dev.strowger.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.channel.Frame;
import dev.strowger.records.Answer;
import dev.strowger.records.Outcome;
import dev.strowger.records.PathStep;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ResponseRecord;
import dev.strowger.records.Terminal;
import dev.strowger.topics.Body;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Requests with an Idempotency-Key: their answers are kept for who asks again. */
class RepeatableIT extends WorkerRig {

  @Test
  void keepsAnAnswerAsItsClientGotIt() throws Exception {
    provider("one", ScriptedProvider.answers());
    startWorkers();

    log.route(Requests.routed(keyed(request()), step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    ReplyRecord reply = log.reply(id);
    ResponseRecord kept = log.kept(id).orElseThrow();
    Answer answer = (Answer) reply.getResult();
    assertThat(answer(kept))
        .isEqualTo(
            new String(
                new Body(answer.getBodyEncoding(), answer.getBody()).unpack(1 << 20), UTF_8));
    assertThat(kept.getEvents()).isFalse();
    assertThat(kept.getTenant()).isEqualTo("team-a");
    assertThat(kept.getProvider()).isEqualTo(pool("one"));
    assertThat(kept.getModel()).isEqualTo("model-of-" + pool("one"));
    assertThat(kept.getRoute()).isEqualTo("chat");
    assertThat(kept.getRequest().remaining()).as("prompts are not kept twice").isZero();
  }

  @Test
  void keepsTheEventsOfAStream() throws Exception {
    provider("one", exchange -> stream(exchange, 2));
    startWorkers();

    log.route(Requests.routed(keyed(streamed()), step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    ResponseRecord kept = log.kept(id).orElseThrow();
    assertThat(kept.getEvents()).isTrue();
    assertThat(answer(kept)).isEqualTo(door.text(id)).contains("token 1");
  }

  @Test
  void readsAStreamToItsEndWhenTheClientHasLeft() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    provider(
        "one",
        exchange -> {
          var out = ScriptedProvider.stream(exchange);
          ScriptedProvider.token(out, "first");
          left.await();
          for (int i = 0; i < 200; i++) {
            ScriptedProvider.token(out, "token " + i);
          }
          ScriptedProvider.finish(out);
        });
    startWorkers();
    door.leave(id);

    log.route(Requests.routed(keyed(streamed()), step("one")));
    Log.await("the first token", () -> !door.frames(id).isEmpty());
    left.countDown();

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(answer(log.kept(id).orElseThrow())).contains("\"first\"").contains("token 199");
    assertThat(door.frames(id)).doesNotContain(new Frame.End());
  }

  @Test
  void worksOnThoughNobodyWaitsAnyMore() throws Exception {
    provider("one", exchange -> exchange.close());
    provider("two", exchange -> stream(exchange, 3));
    startWorkers();
    door.refuse(id, 404);

    log.route(Requests.routed(keyed(streamed()), step("one"), step("two")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(answer(log.kept(id).orElseThrow())).contains("token 0").contains("token 2");
  }

  @Test
  void aStreamThatIsTooLongIsDeliveredButNotKept() throws Exception {
    String long64k = "x".repeat(64 << 10);
    provider(
        "one",
        exchange -> {
          var out = ScriptedProvider.stream(exchange);
          for (int i = 0; i < 20; i++) {
            ScriptedProvider.token(out, long64k);
          }
          ScriptedProvider.finish(out);
        });
    startWorkers();

    log.route(Requests.routed(keyed(streamed()), step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(door.frames(id).getLast()).isEqualTo(new Frame.End());
    assertThat(log.kept(id)).isEmpty();
  }

  @Test
  void theEndHasTheSumOfAllAttempts() throws Exception {
    provider("one", ScriptedProvider.answers());
    startWorkers();
    PathStep before =
        PathStep.newBuilder()
            .setProvider("zero")
            .setModel("m")
            .setResult("timeout")
            .setLatencyUs(5)
            .setUsage(new dev.strowger.records.Usage(100L, 20L, 0L, 0L, 0L, true, 0L, 0L, 0L, 0L))
            .setCostMicros(1000)
            .build();
    var routed = Requests.routed(request().build(), step("one"));
    routed.getPath().add(before);

    log.route(routed);

    Terminal end = log.terminal(id);
    var attempt = log.attempts(id).getFirst();
    assertThat(end.getCostMicros()).isEqualTo(1000 + attempt.getCostMicros());
    assertThat(end.getUsage().getInputTokens())
        .isEqualTo(100 + attempt.getUsage().getInputTokens());
    assertThat(end.getUsage().getEstimated()).isTrue();
    assertThat(end.getRescues()).isZero();
    assertThat(end.getPath().getLast().getCostMicros()).isEqualTo(attempt.getCostMicros());
  }

  private static RequestRecord keyed(RequestRecord.Builder request) {
    return request.setIdempotencyKey("hash-of-a-key").setBodyHash("hash").build();
  }

  private static String answer(ResponseRecord kept) {
    return new String(
        new Body(kept.getResponseEncoding(), kept.getResponse()).unpack(2 << 20), UTF_8);
  }

  private static void stream(com.sun.net.httpserver.HttpExchange exchange, int tokens)
      throws Exception {
    var out = ScriptedProvider.stream(exchange);
    for (int i = 0; i < tokens; i++) {
      ScriptedProvider.token(out, "token " + i);
    }
    ScriptedProvider.finish(out);
  }
}
