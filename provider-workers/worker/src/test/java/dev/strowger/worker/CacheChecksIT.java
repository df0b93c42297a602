package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Acceptance;
import dev.strowger.records.CacheTerms;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.StepRole;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers that were looked at, or left by their clients, on their way into the cache. */
class CacheChecksIT extends CacheRig {
  @Test
  void aStreamWhoseClientLeftBeforeItBeganIsKeptWhole() throws Exception {
    ScriptedProvider one = provider("one", EscalationIT.streams("Hello"));
    startWithCache();
    double before = entries();
    String first = "first-" + id;
    door.refuse(first, 404);

    log.route(
        cached(request(first).setStream(true).setIdempotencyKey("k").setBodyHash("h").build()));
    log.terminal(first);
    awaitEntries(before + 1);
    log.route(cached(streamed().build()));

    assertThat(log.terminal(id).getCache()).isEqualTo("exact");
    assertThat(door.text(id)).contains("Hello").contains("[DONE]");
    assertThat(one.calls).hasValue(1);
  }

  @Test
  void aStreamThatWasHeldForItsGatesIsKept() throws Exception {
    ScriptedProvider one = provider("one", EscalationIT.streams("Hello"));
    provider("two", EscalationIT.streams("never"));
    startWithCache();
    double before = entries();

    log.route(gated(request("first-" + id).setStream(true).build(), 1, 3));
    log.terminal("first-" + id);
    awaitEntries(before + 1);
    log.route(gated(streamed().build(), 1, 3));

    assertThat(log.terminal(id).getCache()).isEqualTo("exact");
    assertThat(door.text(id)).isEqualTo(door.text("first-" + id)).contains("Hello");
    assertThat(one.calls).hasValue(1);
  }

  @Test
  void anAnswerThatIsGivenForWantOfABetterOneIsNotKept() throws Exception {
    ScriptedProvider one = provider("one", EscalationIT.says("x"));
    provider("two", EscalationIT.says("never"));
    startWithCache();

    log.route(gated(request("first-" + id).build(), 5, 1));
    assertThat(EscalationIT.text(log.reply("first-" + id))).contains("\"x\"");
    log.terminal("first-" + id);
    afterAllThatIsKept();
    log.route(gated(request().build(), 5, 1));

    assertThat(log.reply(id).getCache()).isEqualTo("miss");
    assertThat(one.calls).hasValue(2);
  }

  @Test
  void anAnswerThatAJudgeFoundGoodIsKept() throws Exception {
    ScriptedProvider one = provider("one", EscalationIT.says("Here it is."));
    provider("judge", EscalationIT.says("{\"grade\": 0.9}"));
    provider("two", EscalationIT.says("never"));
    startWithCache();
    double before = entries();

    log.route(judged(request("first-" + id).build()));
    log.reply("first-" + id);
    awaitEntries(before + 1);
    log.route(judged(request().build()));

    assertThat(log.reply(id).getCache()).isEqualTo("exact");
    assertThat(one.calls).hasValue(1);
  }

  @Test
  void anAnswerOfWhichNoJudgeSaidAnythingIsNotKept() throws Exception {
    ScriptedProvider one = provider("one", EscalationIT.says("Here it is."));
    provider("judge", ScriptedProvider.fails(503, "overloaded", "busy"));
    provider("two", EscalationIT.says("never"));
    startWithCache();

    log.route(judged(request("first-" + id).build()));
    log.terminal("first-" + id);
    afterAllThatIsKept();
    log.route(judged(request().build()));

    assertThat(log.reply(id).getCache()).isEqualTo("miss");
    assertThat(one.calls).hasValue(2);
  }

  /** One thread keeps answers in their order: those before this one are kept, or never will be. */
  private void afterAllThatIsKept() throws Exception {
    double before = entries();
    RequestRecord other = request("other-" + id).setBody(Requests.body("another question")).build();
    log.route(plan(other, terms().build(), step("one")));
    log.reply("other-" + id);
    awaitEntries(before + 1);
    assertThat(entries()).isEqualTo(before + 1);
  }

  private RoutedRecord gated(RequestRecord request, int minChars, int attempts) {
    PlanStep gated =
        PlanStep.newBuilder(step("one"))
            .setAccept(Acceptance.newBuilder().setMinChars(minChars).build())
            .build();
    return Requests.planned(
        plan(request, both(), cacheStep(), gated, step("two")),
        plan -> plan.setMaxAttempts(attempts));
  }

  private RoutedRecord judged(RequestRecord request) {
    PlanStep judge =
        PlanStep.newBuilder(step("judge")).setRole(StepRole.JUDGE).setJudgeAtLeast(0.7).build();
    return plan(request, both(), cacheStep(), step("one"), judge, step("two"));
  }

  private CacheTerms both() {
    return terms()
        .setAllowed(
            List.of(
                pool("one") + "/model-of-" + pool("one"), pool("two") + "/model-of-" + pool("two")))
        .build();
  }
}
