package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.PlanStep;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.StepRole;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final long START = 5_000;

  private RequestRecord request = Requests.request("r").build();
  private final Instant now = request.getReceivedAt();
  private PlanStep step = Requests.step("p");

  @Test
  void aWholeAnswerMayTakeUntilTheRequestsDeadline() {
    Deadlines deadlines = deadlines();

    assertThat(deadlines.first()).isEqualTo(START + Duration.ofSeconds(60).toNanos());
    assertThat(deadlines.firstLimit()).isEqualTo("the request's deadline");
  }

  @Test
  void theLatencyTargetHoldsWhenAnotherStepFollows() {
    step = PlanStep.newBuilder(step).setMaxLatencyMs(800).build();

    Deadlines deadlines =
        Deadlines.of(
            Requests.delivery(Requests.routed(request, step, Requests.step("q"))), START, now);

    assertThat(deadlines.first()).isEqualTo(START + Duration.ofMillis(800).toNanos());
    assertThat(deadlines.firstLimit()).isEqualTo("max_latency_ms 800");
    assertThat(deadlines.total()).isEqualTo(START + Duration.ofSeconds(60).toNanos());
  }

  @Test
  void theLatencyTargetIsNotEnforcedOnTheLastStep() {
    step = PlanStep.newBuilder(step).setMaxLatencyMs(800).build();

    assertThat(deadlines().first()).isEqualTo(START + Duration.ofSeconds(60).toNanos());
  }

  @Test
  void aStreamsFirstTokenHasATimeoutOfItsOwn() {
    request = RequestRecord.newBuilder(request).setStream(true).build();
    step = PlanStep.newBuilder(step).setFirstTokenTimeoutMs(2000).setIdleTimeoutMs(700).build();

    Deadlines deadlines = deadlines();

    assertThat(deadlines.first()).isEqualTo(START + Duration.ofSeconds(2).toNanos());
    assertThat(deadlines.idleNanos()).isEqualTo(Duration.ofMillis(700).toNanos());
  }

  @Test
  void aWholeAnswerThatTheGatewayAsksForHasNoFirstToken() {
    request = RequestRecord.newBuilder(request).setStream(true).build();
    step = PlanStep.newBuilder(step).setFirstTokenTimeoutMs(2000).setMaxLatencyMs(800).build();
    Delivery sampled = Requests.delivery(Requests.routed(request, step, Requests.step("q")));

    assertThat(Deadlines.aside(sampled, START, now).first())
        .isEqualTo(START + Duration.ofSeconds(60).toNanos());
  }

  @Test
  void aJudgesLatencyTargetIsForItsWholeAnswer() {
    request = RequestRecord.newBuilder(request).setStream(true).build();
    PlanStep judge = PlanStep.newBuilder(step).setRole(StepRole.JUDGE).setMaxLatencyMs(800).build();
    Delivery judging = Requests.delivery(Requests.routed(request, judge, Requests.step("q")));

    assertThat(Deadlines.aside(judging, START, now).first())
        .isEqualTo(START + Duration.ofMillis(800).toNanos());
  }

  private Deadlines deadlines() {
    return Deadlines.of(Requests.delivery(Requests.routed(request, step)), START, now);
  }
}
