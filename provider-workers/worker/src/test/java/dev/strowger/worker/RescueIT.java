package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.channel.Channel;
import dev.strowger.channel.Frame;
import dev.strowger.records.Attempt;
import dev.strowger.records.Outcome;
import dev.strowger.records.PathStep;
import dev.strowger.records.PlanStep;
import dev.strowger.records.Terminal;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Streams that break off when the client has a part of them. */
class RescueIT extends RescueRig {
  @Test
  void theNextStepGoesOnWithAStreamThatWasCut() throws Exception {
    provider("one", exchange -> tokens(exchange, 0, 40));
    provider("two", this::goesOn);
    startWorkers();

    log.route(Requests.routed(streamed().build(), step("one"), step("two")));

    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(end.getProvider()).isEqualTo(pool("two"));
    assertThat(end.getRescues()).isEqualTo(1);
    assertWhole();
    assertThat(door.head(id).get(Channel.RESUME)).isEqualTo("true");
    assertThat(door.head(id).get(Channel.GUARD)).isEqualTo("rescue");
    assertThat(questions.getFirst().at("/messages/1/role").asText()).isEqualTo("assistant");
    assertThat(questions.getFirst().at("/messages/1/content").asText()).startsWith("w0 ");
    PathStep broken = end.getPath().getFirst();
    assertThat(broken.getMessage()).startsWith("broke off: ");
    assertThat(broken.getUsage().getEstimated()).isTrue();
    assertThat(broken.getUsage().getOutputTokens()).isEqualTo(40);
    assertThat(broken.getCostMicros()).isPositive();
    Attempt attempt = log.attempts(id).getFirst();
    assertThat(attempt.getUsage()).isEqualTo(broken.getUsage());
    assertThat(attempt.getCostMicros()).isEqualTo(broken.getCostMicros());
    assertThat(log.replies(id)).isEmpty();
  }

  @Test
  void theClientsUsageIsTheSumOfWhatWasUsed() throws Exception {
    provider("one", exchange -> tokens(exchange, 0, 40));
    provider("two", this::goesOn);
    startWorkers();

    log.route(Requests.routed(streamed().setIncludeUsage(true).build(), step("one"), step("two")));

    Terminal end = log.terminal(id);
    String last = door.text(id).substring(door.text(id).lastIndexOf("data: ") + 6);
    assertThat(end.getPath().getFirst().getUsage().getOutputTokens()).isEqualTo(40);
    assertThat(JSON.readTree(last).at("/usage/completion_tokens").asLong())
        .isEqualTo(end.getUsage().getOutputTokens());
    assertThat(end.getUsage().getOutputTokens())
        .isEqualTo(
            end.getPath().stream().mapToLong(step -> step.getUsage().getOutputTokens()).sum());
  }

  @Test
  void theNextStepGoesOnWithAStreamThatFellSilent() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    provider(
        "one",
        exchange -> {
          tokens(exchange, 0, 20);
          never.await();
        });
    provider("two", this::goesOn);
    startWorkers();
    PlanStep silent = PlanStep.newBuilder(step("one")).setIdleTimeoutMs(300).build();

    log.route(Requests.routed(streamed().build(), silent, step("two")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(log.terminal(id).getPath().getFirst().getResult()).isEqualTo("timeout");
    assertWhole();
    never.countDown();
  }

  @Test
  void aTargetThatRepeatsTheBeginningIsNotSilent() throws Exception {
    provider("one", exchange -> tokens(exchange, 0, 40));
    provider(
        "two",
        exchange -> {
          OutputStream out = ScriptedProvider.stream(exchange);
          for (int i = 0; i < WHOLE; i++) {
            ScriptedProvider.token(out, "w" + i + " ");
            // The pace of a model.
            Thread.sleep(i < 40 ? 25 : 0);
          }
          ScriptedProvider.finish(out);
        });
    startWorkers();
    PlanStep impatient = PlanStep.newBuilder(step("two")).setFirstTokenTimeoutMs(500).build();

    log.route(Requests.routed(streamed().build(), step("one"), impatient));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertWhole();
  }

  @Test
  void aThirdStepGoesOnWhenTheSecondBreaksAsWell() throws Exception {
    provider("one", exchange -> tokens(exchange, 0, 20));
    provider(
        "two",
        exchange -> {
          int from = said(exchange);
          tokens(exchange, from, from + 10);
        });
    provider("three", this::goesOn);
    startWorkers();

    log.route(Requests.routed(streamed().build(), step("one"), step("two"), step("three")));

    assertThat(log.terminal(id).getRescues()).isEqualTo(2);
    assertWhole();
    assertThat(log.terminals(id)).hasSize(1);
  }

  @Test
  void theLastStepGoesOnWithItsOwnStreamAtMostTwice() throws Exception {
    ScriptedProvider one =
        provider(
            "one",
            exchange -> {
              int from = said(exchange);
              tokens(exchange, from, from + 10);
            });
    startWorkers();

    log.route(Requests.routed(streamed().build(), step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(one.calls).hasValue(3);
    assertThat(door.frames(id).getLast()).isInstanceOf(Frame.Failed.class);
    assertThat(words()).hasSize(30).doesNotHaveDuplicates();
  }

  @Test
  void theClientIsToldWhereThePlanWantsNoRescue() throws Exception {
    provider("one", exchange -> tokens(exchange, 0, 5));
    ScriptedProvider two = provider("two", this::goesOn);
    startWorkers();
    PlanStep unguarded = PlanStep.newBuilder(step("one")).setRescue(false).build();

    log.route(Requests.routed(streamed().build(), unguarded, step("two")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(door.frames(id).getLast()).isInstanceOf(Frame.Failed.class);
    assertThat(door.head(id).contains(Channel.GUARD)).isFalse();
    assertThat(two.calls).hasValue(0);
  }

  @Test
  void aTargetThatRefusesToGoOnIsNotTheClientsFault() throws Exception {
    provider("one", exchange -> tokens(exchange, 0, 40));
    provider(
        "two",
        ScriptedProvider.fails(400, "invalid_request_error", "does not support assistant prefill"));
    provider("three", this::goesOn);
    startWorkers();

    log.route(Requests.routed(streamed().build(), step("one"), step("two"), step("three")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(log.terminal(id).getPath().get(1).getResult()).isEqualTo("unsupported");
    assertThat(door.text(id)).doesNotContain("prefill");
    assertWhole();
  }
}
