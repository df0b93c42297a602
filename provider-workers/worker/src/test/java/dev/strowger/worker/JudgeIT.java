package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.channel.Channel;
import dev.strowger.channel.Frame;
import dev.strowger.records.Acceptance;
import dev.strowger.records.Attempt;
import dev.strowger.records.BodyEncoding;
import dev.strowger.records.CandidateAnswer;
import dev.strowger.records.Outcome;
import dev.strowger.records.PathStep;
import dev.strowger.records.PlanStep;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.StepRole;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Another model has a look at an answer before the client gets it. */
class JudgeIT extends WorkerRig {
  @Test
  void anAnswerThatIsGoodEnoughIsGivenAsFromItsOwnTarget() throws Exception {
    AtomicReference<String> asked = new AtomicReference<>("");
    provider("local", EscalationIT.says("Here it is."));
    provider(
        "judge",
        exchange -> {
          asked.set(EscalationIT.body(exchange));
          grade("0.8").answer(exchange);
        });
    provider("paid", EscalationIT.says("never"));
    startWorkers();

    log.route(judged());

    ReplyRecord reply = log.reply(id);
    assertThat(EscalationIT.text(reply)).contains("Here it is.");
    assertThat(reply.getProvider()).isEqualTo(pool("local"));
    assertThat(reply.getModel()).isEqualTo("model-of-" + pool("local"));
    assertThat(reply.getAttempts()).isEqualTo(2);
    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(end.getProvider()).isEqualTo(pool("local"));
    assertThat(end.getFinishReason()).isEqualTo("stop");
    assertThat(end.getEscalations()).isZero();
    assertThat(end.getUsage().getOutputTokens()).isEqualTo(200);
    assertThat(end.getCostMicros()).isEqualTo(2 * 2_000);
    Log.await("both attempts", () -> log.attempts(id).size() == 2);
    Attempt judge = attempt("judge");
    assertThat(judge.getNumber()).isEqualTo(2);
    assertThat(judge.getResult()).isEqualTo("answered");
    assertThat(judge.getMessage()).isEqualTo("judge: 0.8 >= 0.7");
    assertThat(asked.get()).contains("hello").contains("Here it is.").contains("It is true.");
  }

  @Test
  void anAnswerThatIsNotMovesThePlanOn() throws Exception {
    provider("local", EscalationIT.says("Nonsense."));
    provider("judge", grade("0.3"));
    provider("paid", EscalationIT.says("Here it is."));
    startWorkers();

    log.route(judged());

    assertThat(EscalationIT.text(log.reply(id))).contains("Here it is.");
    Terminal end = log.terminal(id);
    assertThat(end.getProvider()).isEqualTo(pool("paid"));
    assertThat(end.getEscalations()).isEqualTo(1);
    assertThat(EscalationIT.results(end)).containsExactly("not_accepted", "answered", "answered");
    assertThat(end.getPath().getFirst().getMessage()).isEqualTo("judge: 0.3 < 0.7");
    assertThat(end.getPath().getFirst().getProvider()).isEqualTo(pool("local"));
    assertThat(end.getCostMicros()).isEqualTo(3 * 2_000);
    Log.await("all attempts", () -> log.attempts(id).size() == 3);
    assertThat(attempt("judge").getMessage()).isEqualTo("judge: 0.3 < 0.7");
  }

  @Test
  void aJudgeThatFailsOrSaysNothingOfUseLetsPass() throws Exception {
    provider("local", EscalationIT.says("Here it is."));
    provider("judge", ScriptedProvider.fails(503, "overloaded", "busy"));
    provider("paid", EscalationIT.says("never"));
    provider("mumbler", EscalationIT.says("It is rather good."));
    startWorkers();

    log.route(judged());
    log.route(
        Requests.routed(
            request(id + "-mumbled").build(), step("local"), judge("mumbler"), step("paid")));

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("local"));
    assertThat(log.terminal(id).getPath())
        .extracting(PathStep::getResult)
        .containsExactly("answered", "overloaded");
    assertThat(log.reply(id + "-mumbled").getProvider()).isEqualTo(pool("local"));
    assertThat(log.terminal(id + "-mumbled").getPath().getLast().getMessage())
        .isEqualTo("judge: no grade");
  }

  @Test
  void aJudgeThatTakesNoParametersIsAskedWithout() throws Exception {
    provider("local", EscalationIT.says("Nonsense."));
    provider(
        "judge",
        exchange -> {
          if (EscalationIT.body(exchange).contains("temperature")) {
            ScriptedProvider.fails(400, "invalid_request_error", "no temperature").answer(exchange);
          } else {
            grade("0").answer(exchange);
          }
        });
    provider("paid", EscalationIT.says("Here it is."));
    startWorkers();

    log.route(judged());

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("paid"));
    assertThat(EscalationIT.results(log.terminal(id)))
        .containsExactly("not_accepted", "bad_request", "answered", "answered");
  }

  @Test
  void aBadAnswerDoesNotGoToTheJudge() throws Exception {
    provider("local", EscalationIT.says("x"));
    ScriptedProvider judge = provider("judge", grade("1"));
    provider("paid", EscalationIT.says("Here it is."));
    startWorkers();
    PlanStep gated =
        PlanStep.newBuilder(step("local"))
            .setAccept(Acceptance.newBuilder().setMinChars(5).build())
            .build();

    log.route(Requests.routed(request().build(), gated, judge("judge"), step("paid")));

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("paid"));
    assertThat(judge.calls.get()).isZero();
  }

  @Test
  void afterAFailureTheJudgeIsSkipped() throws Exception {
    provider("local", ScriptedProvider.fails(503, "overloaded", "busy"));
    ScriptedProvider judge = provider("judge", grade("1"));
    provider("paid", EscalationIT.says("Here it is."));
    startWorkers();

    log.route(judged());

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("paid"));
    assertThat(judge.calls.get()).isZero();
  }

  @Test
  void aStreamIsGivenByTheJudgesWorkerAsFromItsOwnTarget() throws Exception {
    provider("local", EscalationIT.streams("Here it is."));
    provider("judge", grade("1"));
    provider("paid", EscalationIT.streams("never"));
    startWorkers();

    log.route(judged(streamed().build()));

    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(end.getProvider()).isEqualTo(pool("local"));
    assertThat(end.getFirstTokenUs()).isPositive();
    assertThat(door.text(id)).contains("Here it is.");
    assertThat(door.frames(id).getLast()).isEqualTo(new Frame.End());
    assertThat(door.head(id).get(Channel.PROVIDER)).isEqualTo(pool("local"));
    assertThat(door.head(id).get(Channel.ATTEMPTS)).isEqualTo("2");
  }

  @Test
  void aStreamTheJudgeDoesNotLikeIsNeverSeen() throws Exception {
    provider("local", EscalationIT.streams("Nonsense."));
    provider("judge", grade("0"));
    provider("paid", EscalationIT.streams("Here it is."));
    startWorkers();

    log.route(judged(streamed().build()));

    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("paid"));
    assertThat(door.text(id)).contains("Here it is.").doesNotContain("Nonsense");
  }

  @Test
  void aJudgeOfTheRequestsOfADeadWorkerGoesOnWhereThatOneStopped() throws Exception {
    String first = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Here \"}}]}\n\n";
    String rest = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"it is.\"}}]}\n\n";
    ScriptedProvider judge = provider("judge", grade("0"));
    provider("local", EscalationIT.streams("never"));
    provider("paid", EscalationIT.streams("never"));
    startWorkers();
    door.keep(id, first);

    log.routeAgain(atTheJudge(streamed().build(), first + rest, true));

    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("local"));
    assertThat(judge.calls.get()).isZero();
    assertThat(door.text(id)).isEqualTo(rest);
    assertThat(door.head(id).get(Channel.RESUME)).isEqualTo("true");
  }

  @Test
  void aJudgeWithoutWorkersLetsPass() throws Exception {
    provider("local", EscalationIT.says("Here it is."));
    provider("paid", EscalationIT.says("never"));
    elsewhere.add(pool("judge"));
    startWorkers();

    log.route(judged());

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("local"));
    assertThat(EscalationIT.text(log.reply(id))).contains("Here it is.");
    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(EscalationIT.results(log.terminal(id))).containsExactly("answered", "unreachable");
  }

  @Test
  void aJudgeWithNothingToJudgeIsPassedOver() throws Exception {
    ScriptedProvider judge = provider("judge", grade("1"));
    provider("local", EscalationIT.says("never"));
    provider("paid", EscalationIT.says("Here it is."));
    startWorkers();

    log.route(RoutedRecord.newBuilder(judged()).setStep(1).build());

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("paid"));
    assertThat(judge.calls.get()).isZero();
  }

  private RoutedRecord judged() {
    return judged(request().build());
  }

  private RoutedRecord judged(dev.strowger.records.RequestRecord request) {
    return Requests.routed(request, step("local"), judge("judge"), step("paid"));
  }

  private PlanStep judge(String name) {
    return PlanStep.newBuilder(step(name))
        .setRole(StepRole.JUDGE)
        .setJudgeAtLeast(0.7)
        .setJudgeCriteria("It is true.")
        .build();
  }

  private RoutedRecord atTheJudge(
      dev.strowger.records.RequestRecord request, String answer, boolean events) {
    CandidateAnswer candidate =
        CandidateAnswer.newBuilder()
            .setProvider(pool("local"))
            .setModel("model-of-" + pool("local"))
            .setBodyEncoding(BodyEncoding.IDENTITY)
            .setBody(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)))
            .setEvents(events)
            .setUsage(Usage.newBuilder().setOutputTokens(2).build())
            .setFinishReason("stop")
            .build();
    RoutedRecord routed = judged(request);
    return new RoutedRecord(
        routed.getRequest(),
        routed.getPlan(),
        1,
        new ArrayList<>(
            List.of(
                new PathStep(
                    pool("local"), "model-of-" + pool("local"), "answered", "", 1L, null, 0L))),
        false,
        false,
        candidate);
  }

  private Attempt attempt(String name) {
    return log.attempts(id).stream()
        .filter(one -> one.getProvider().equals(pool(name)))
        .findFirst()
        .orElseThrow();
  }

  private static ScriptedProvider.Script grade(String grade) {
    return EscalationIT.says("{\"grade\": " + grade + "}");
  }
}
