package dev.strowger.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.strowger.channel.Channel;
import dev.strowger.channel.Frame;
import dev.strowger.records.Acceptance;
import dev.strowger.records.Answer;
import dev.strowger.records.Attempt;
import dev.strowger.records.Consistency;
import dev.strowger.records.Outcome;
import dev.strowger.records.PathStep;
import dev.strowger.records.PlanStep;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.Terminal;
import dev.strowger.topics.Body;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Local first: an answer that is not good enough moves the plan on. */
class EscalationIT extends WorkerRig {
  private static final String REFUSAL = "I'm sorry, but I can't help with that.";

  @Test
  void aBadAnswerIsKeptFromTheClientAndTheNextTargetAnswers() throws Exception {
    provider("local", says(REFUSAL));
    provider("paid", says("Here it is."));
    startWorkers();

    log.route(Requests.routed(request().build(), refusing("local"), step("paid")));

    ReplyRecord reply = log.reply(id);
    assertThat(text(reply)).contains("Here it is.");
    assertThat(reply.getProvider()).isEqualTo(pool("paid"));
    assertThat(reply.getAttempts()).isEqualTo(2);
    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(end.getProvider()).isEqualTo(pool("paid"));
    assertThat(end.getEscalations()).isEqualTo(1);
    assertThat(end.getCostMicros()).isEqualTo(2 * 2_000);
    assertThat(end.getPath())
        .extracting(PathStep::getResult)
        .containsExactly("not_accepted", "answered");
    Attempt bad = log.attempts(id).getFirst();
    assertThat(bad.getResult()).isEqualTo("not_accepted");
    assertThat(bad.getMessage()).isEqualTo("no_refusal: it begins as a refusal does");
    assertThat(bad.getUsage().getOutputTokens()).isEqualTo(200);
    assertThat(bad.getCostMicros()).isEqualTo(2_000);
    assertThat(
            probes
                .meters()
                .get("strowger.not_accepted")
                .tag("error.type", "no_refusal")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void aGoodAnswerIsGivenAtOnce() throws Exception {
    provider("local", says("Here it is."));
    ScriptedProvider paid = provider("paid", says("never"));
    startWorkers();

    log.route(Requests.routed(request().build(), refusing("local"), step("paid")));

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("local"));
    assertThat(log.terminal(id).getEscalations()).isZero();
    assertThat(paid.calls.get()).isZero();
  }

  @Test
  void theLastAnswerIsGivenAsItIs() throws Exception {
    provider("local", says(REFUSAL));
    provider("paid", says(REFUSAL));
    startWorkers();

    log.route(Requests.routed(request().build(), refusing("local"), refusing("paid")));

    assertThat(text(log.reply(id))).contains(REFUSAL);
    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("paid"));
    assertThat(log.terminal(id).getEscalations()).isEqualTo(1);
  }

  @Test
  void anAnswerIsGivenWhereThePlanAllowsNoFurtherCall() throws Exception {
    provider("local", says(REFUSAL));
    provider("paid", says("never"));
    startWorkers();
    RoutedRecord routed = Requests.routed(request().build(), refusing("local"), step("paid"));

    log.route(Requests.planned(routed, plan -> plan.setMaxAttempts(1)));

    assertThat(text(log.reply(id))).contains(REFUSAL);
    assertThat(log.terminal(id).getEscalations()).isZero();
  }

  @Test
  void whenEverythingElseFailsTheClientIsToldSo() throws Exception {
    provider("local", says(REFUSAL));
    provider("paid", ScriptedProvider.fails(400, "invalid_request_error", "no"));
    startWorkers();

    log.route(Requests.routed(request().build(), refusing("local"), step("paid")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(log.terminal(id).getEscalations()).isEqualTo(1);
  }

  @Test
  void aStreamIsHeldUntilItHasPassedThenGivenAtOnce() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    provider(
        "local",
        exchange -> {
          var out = ScriptedProvider.stream(exchange);
          ScriptedProvider.token(out, "Here ");
          begun.countDown();
          goOn.await();
          ScriptedProvider.token(out, "it is.");
          ScriptedProvider.finish(out);
        });
    provider("paid", says("never"));
    startWorkers();

    log.route(Requests.routed(streamed().build(), refusing("local"), step("paid")));

    begun.await();
    assertThat(door.head(id).isEmpty()).isTrue();
    goOn.countDown();
    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(door.text(id)).contains("\"Here \"").contains("\"it is.\"");
    assertThat(door.frames(id).getLast()).isEqualTo(new Frame.End());
    assertThat(door.head(id).get(Channel.PROVIDER)).isEqualTo(pool("local"));
    Attempt attempt = log.attempts(id).getFirst();
    assertThat(attempt.getFirstTokenUs()).isLessThanOrEqualTo(attempt.getLatencyUs());
    assertThat(end.getFirstTokenUs()).isGreaterThan(attempt.getFirstTokenUs());
  }

  @Test
  void nothingOfABadStreamReachesTheClient() throws Exception {
    provider("local", streams(REFUSAL));
    provider("paid", streams("Here it is."));
    startWorkers();

    log.route(Requests.routed(streamed().build(), refusing("local"), step("paid")));

    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("paid"));
    assertThat(door.text(id)).contains("Here it is.").doesNotContain("sorry");
    assertThat(door.head(id).get(Channel.ATTEMPTS)).isEqualTo("2");
    assertThat(log.attempts(id).getFirst().getResult()).isEqualTo("not_accepted");
  }

  @Test
  void aHeldStreamThatBreaksOffMovesOnAsNothingWasSent() throws Exception {
    provider(
        "local", exchange -> ScriptedProvider.token(ScriptedProvider.stream(exchange), "Here "));
    provider("paid", streams("made good"));
    startWorkers();

    log.route(Requests.routed(streamed().build(), refusing("local"), step("paid")));

    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("paid"));
    assertThat(log.terminal(id).getRescues()).isZero();
    assertThat(door.text(id)).doesNotContain("Here ").contains("made good");
  }

  @Test
  void answersThatAgreeAreGivenAndEachCallIsWrittenDown() throws Exception {
    ScriptedProvider local = provider("local", says("42"));
    provider("paid", says("never"));
    startWorkers();

    log.route(Requests.routed(request().build(), agreeing("local"), step("paid")));

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("local"));
    Terminal end = log.terminal(id);
    assertThat(end.getEscalations()).isZero();
    assertThat(end.getCostMicros()).isEqualTo(3 * 2_000);
    assertThat(local.calls.get()).isEqualTo(3);
    Log.await("all attempts", () -> log.attempts(id).size() == 3);
    assertThat(log.attempts(id)).extracting(Attempt::getNumber).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(log.attempts(id))
        .extracting(Attempt::getMessage)
        .containsExactlyInAnyOrder(Samples.NOTE, Samples.NOTE, "");
  }

  @Test
  void answersThatDoNotAgreeMoveThePlanOn() throws Exception {
    AtomicInteger next = new AtomicInteger(1);
    provider("local", exchange -> says("" + next.getAndIncrement()).answer(exchange));
    provider("paid", says("42"));
    startWorkers();

    log.route(Requests.routed(request().build(), agreeing("local"), step("paid")));

    assertThat(text(log.reply(id))).contains("42");
    Terminal end = log.terminal(id);
    assertThat(end.getEscalations()).isEqualTo(1);
    assertThat(end.getPath())
        .extracting(PathStep::getMessage)
        .contains("consistency: 1 of 3 answers agree, 0.6 are needed");
    assertThat(end.getCostMicros()).isEqualTo(4 * 2_000);
  }

  private PlanStep refusing(String name) {
    return PlanStep.newBuilder(step(name))
        .setAccept(Acceptance.newBuilder().setNoRefusal(true).build())
        .build();
  }

  private PlanStep agreeing(String name) {
    return PlanStep.newBuilder(step(name))
        .setAccept(
            Acceptance.newBuilder()
                .setConsistency(Consistency.newBuilder().setSamples(3).setAgree(0.6).build())
                .build())
        .build();
  }

  static ScriptedProvider.Script says(String text) {
    return exchange ->
        ScriptedProvider.json(
            exchange, 200, ScriptedProvider.ANSWER.replace("\"hi\"", quoted(text)));
  }

  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  static ScriptedProvider.Script streams(String text) {
    return exchange -> {
      var out = ScriptedProvider.stream(exchange);
      ScriptedProvider.token(out, text);
      ScriptedProvider.finish(out);
    };
  }

  static String body(HttpExchange exchange) {
    return new String((byte[]) exchange.getAttribute(ScriptedProvider.BODY), UTF_8);
  }

  static String text(ReplyRecord reply) {
    assertThat(reply.getResult()).isInstanceOf(Answer.class);
    Answer answer = (Answer) reply.getResult();
    return new String(new Body(answer.getBodyEncoding(), answer.getBody()).unpack(1 << 20), UTF_8);
  }

  static List<String> results(Terminal end) {
    return end.getPath().stream().map(PathStep::getResult).toList();
  }
}
