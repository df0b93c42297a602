package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.Failure;
import dev.strowger.records.PathStep;
import dev.strowger.records.RoutedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NextMoveTest {
  private static final Instant NOW = Requests.request("r").build().getReceivedAt();

  @ParameterizedTest
  @EnumSource(
      names = {
        "RATE_LIMITED",
        "OVERLOADED",
        "UNREACHABLE",
        "TIMEOUT",
        "UNSUPPORTED",
        "AUTHENTICATION",
        "NOT_FOUND",
        "PROVIDER_ERROR"
      })
  void advancesOnWhatAnotherTargetMayDoBetter(FailureKind kind) {
    assertThat(after(0, Fault.of(kind, "no"), false)).isEqualTo(new NextMove.Advance(1));
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "BAD_REQUEST, null",
        "CONTENT_FILTER, content_filter",
      },
      nullValues = "null")
  void tellsTheClientAtOnceWhatIsItsOwnFault(FailureKind kind, String code) {
    Fault fault = new Fault(kind, 400, "too long", Optional.of("messages"), Optional.empty());

    Failure failure = failure(after(0, fault, false));

    assertThat(failure)
        .isEqualTo(new Failure(400, "invalid_request_error", code, "messages", "too long", null));
  }

  @Test
  void abandonsWhatNobodyWaitsFor() {
    assertThat(after(0, Fault.of(FailureKind.CANCELLED, "gone"), false))
        .isEqualTo(new NextMove.Abandon());
    assertThat(after(0, Fault.of(FailureKind.TIMEOUT, "slow"), true))
        .isEqualTo(new NextMove.Abandon());
  }

  @ParameterizedTest(name = "{0} then {1} is {2}")
  @CsvSource({
    "RATE_LIMITED, RATE_LIMITED, 429, rate_limit_error, 7000",
    "RATE_LIMITED, OVERLOADED, 503, server_error, 7000",
    "UNREACHABLE, UNREACHABLE, 503, server_error, 7000",
    "UNSUPPORTED, UNSUPPORTED, 400, invalid_request_error, ",
    "UNSUPPORTED, PROVIDER_ERROR, 502, server_error, ",
    "TIMEOUT, TIMEOUT, 504, server_error, ",
    "TIMEOUT, OVERLOADED, 502, server_error, ",
    "PROVIDER_ERROR, RATE_LIMITED, 502, server_error, ",
    "AUTHENTICATION, AUTHENTICATION, 502, server_error, ",
  })
  void givesUpAfterTheLastStepWithAStatusThatFitsAllReasons(
      FailureKind first, FailureKind second, int status, String type, Long retryAfterMs) {
    Fault fault = new Fault(second, 0, "no", Optional.empty(), Optional.of(Duration.ofSeconds(7)));

    Failure failure = failure(after(1, fault, false, first));

    assertThat(failure.getStatus()).isEqualTo(status);
    assertThat(failure.getType()).isEqualTo(type);
    assertThat(failure.getRetryAfterMs()).isEqualTo(retryAfterMs);
  }

  @Test
  void asksToComeBackInASecondWhenNoProviderSaysWhen() {
    Failure failure = failure(after(1, Fault.of(FailureKind.OVERLOADED, "no"), false));

    assertThat(failure.getRetryAfterMs()).isEqualTo(1000);
  }

  @Test
  void namesEveryTargetAndItsReasonButNotWhatWasSaidAboutOurKey() {
    Delivery delivery = Requests.delivery(routed(1));
    List<PathStep> path =
        List.of(
            new PathStep(
                "anthropic", "claude-haiku-4-5", "overloaded", "529 Overloaded", 1L, null, 0L),
            new PathStep(
                "openai", "gpt-4o-mini", "authentication", "401 bad key sk-abc", 1L, null, 0L),
            new PathStep("ollama", "llama-3.1", "unreachable", "", 1L, null, 0L));

    Failure failure =
        failure(NextMove.after(on(delivery, path), Fault.of(FailureKind.UNREACHABLE, ""), last()));

    assertThat(failure.getMessage())
        .isEqualTo(
            "no target of the route could answer: anthropic/claude-haiku-4-5: overloaded (529"
                + " Overloaded); openai/gpt-4o-mini: authentication; ollama/llama-3.1:"
                + " unreachable");
  }

  private static NextMove after(int step, Fault fault, boolean late, FailureKind... before) {
    List<PathStep> path = new ArrayList<>();
    Arrays.stream(before)
        .forEach(kind -> path.add(new PathStep("p", "m", kind.label(), "", 1L, null, 0L)));
    path.add(new PathStep("p", "m", fault.kind().label(), fault.message(), 1L, null, 0L));
    Instant now = late ? NOW.plusSeconds(3600) : NOW;
    Standing standing = new Standing(3, now, Duration.ofMillis(100), Optional.empty());
    return NextMove.after(on(Requests.delivery(routed(step)), path), fault, standing);
  }

  /** After as many calls as the target is worth. */
  private static Standing last() {
    return new Standing(3, NOW, Duration.ofMillis(100), Optional.empty());
  }

  private static Delivery on(Delivery delivery, List<PathStep> path) {
    Delivery now = delivery;
    for (PathStep step : path) {
      now = now.with(step);
    }
    return now;
  }

  private static RoutedRecord routed(int step) {
    RoutedRecord routed =
        Requests.routed(
            Requests.request("r").build(), Requests.step("first"), Requests.step("second"));
    return RoutedRecord.newBuilder(routed).setStep(step).build();
  }

  private static Failure failure(NextMove move) {
    assertThat(move).isInstanceOf(NextMove.Fail.class);
    return ((NextMove.Fail) move).failure();
  }
}
