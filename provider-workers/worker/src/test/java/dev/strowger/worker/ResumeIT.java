package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.channel.Channel;
import dev.strowger.channel.Frame;
import dev.strowger.records.Attempt;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RoutedRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker does whose delivery another one may have begun to answer. */
class ResumeIT extends RescueRig {
  @Test
  void aRequestWhoseWorkerDiedIsGoneOnWith() throws Exception {
    provider("one", this::goesOn);
    startWorkers();
    door.keep(id, events(0, 40));

    log.routeAgain(Requests.routed(streamed().build(), step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(door.asked(id)).isEqualTo(1);
    assertThat(door.text(id)).contains("\"w40 \"").doesNotContain("\"w39 \"");
    assertThat(door.head(id).get(Channel.RESUME)).isEqualTo("true");
  }

  @Test
  void aRequestWhoseWorkerDiedBeforeItsFirstTokenBeginsAnew() throws Exception {
    provider("one", exchange -> wholeFrom(exchange, 0));
    startWorkers();

    log.routeAgain(Requests.routed(streamed().build(), step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(door.head(id).contains(Channel.RESUME)).isFalse();
    assertWhole();
  }

  @Test
  void aFailureAfterTheBreakMovesThePlanOnWithoutABeginningAnew() throws Exception {
    provider("one", ScriptedProvider.fails(500, "server_error", "down"));
    provider("two", this::goesOn);
    startWorkers();
    door.keep(id, events(0, 40));

    log.routeAgain(Requests.routed(streamed().build(), step("one"), step("two")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(door.text(id)).contains("\"w40 \"").doesNotContain("\"w39 \"");
  }

  @Test
  void whatCannotBeGoneOnWithIsAFailureWithTheReason() throws Exception {
    ScriptedProvider one = provider("one", this::goesOn);
    startWorkers();
    door.keep(
        id,
        "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":"
            + "[{\"index\":0,\"id\":\"t\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}}]}\n\n");

    log.route(resumed(step("one")));

    Failure failure = (Failure) log.reply(id).getResult();
    assertThat(failure.getStatus()).isEqualTo(502);
    assertThat(failure.getCode()).isEqualTo("upstream_failed");
    assertThat(failure.getMessage())
        .isEqualTo("the answer broke off and cannot be continued: a tool call was begun");
    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(log.attempts(id)).isEmpty();
    assertThat(one.calls).hasValue(0);
  }

  @Test
  void whatTheClientHasToItsEndIsClosedWithoutACall() throws Exception {
    ScriptedProvider one = provider("one", this::goesOn);
    startWorkers();
    door.keep(
        id,
        events(0, WHOLE)
            + "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},"
            + "\"finish_reason\":\"stop\"}]}\n\n");

    log.route(resumed(step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(door.frames(id)).containsExactly(new Frame.End());
    assertThat(one.calls).hasValue(0);
    Attempt made = log.attempts(id).getFirst();
    assertThat(made.getUsage().getEstimated()).isTrue();
    assertThat(made.getUsage().getOutputTokens()).isGreaterThanOrEqualTo(WHOLE);
    assertThat(made.getCostMicros()).isPositive();
  }

  @Test
  void whatWasNotKeptIsAFailure() throws Exception {
    provider("one", this::goesOn);
    startWorkers();
    door.refuse(id, 410);

    log.route(resumed(step("one")));

    assertThat(((Failure) log.reply(id).getResult()).getMessage()).contains("was not kept");
    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void whatNobodyWaitsForIsAbandonedWithoutACall() throws Exception {
    ScriptedProvider one = provider("one", this::goesOn);
    startWorkers();
    door.refuse(id, 404);

    log.route(resumed(step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ABANDONED);
    assertThat(one.calls).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatAnotherDeliveryAnswersIsLeftToIt(int number) throws Exception {
    id = id + number;
    ScriptedProvider one = provider("one", this::goesOn);
    startWorkers();
    door.refuse(id, 409);

    log.route(resumed(step("one")));

    Log.await("the question", () -> door.asked(id) == 1);
    assertThat(one.calls).hasValue(0);
    assertThat(log.terminals(id)).isEmpty();
  }

  private RoutedRecord resumed(PlanStep step) {
    RoutedRecord routed = Requests.routed(streamed().build(), step);
    return new RoutedRecord(
        routed.getRequest(), routed.getPlan(), 0, routed.getPath(), true, false, null);
  }
}
