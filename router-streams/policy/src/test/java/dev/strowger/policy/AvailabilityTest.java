package dev.strowger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Set<String> NOBODY = Set.of();

  @Test
  void aTargetIsDownUntilItsTimeAndNoLonger() {
    List<HealthReport> reports = List.of(target("m", NOON.plusSeconds(5)));

    Availability before = Availability.at(NOON.plusSeconds(1), reports, NOBODY, NOON);
    assertThat(before.unavailable()).isEqualTo(Map.of("p/m", "down until 12:00:05 (overloaded)"));
    assertThat(before.covers(NOON.plusMillis(4_999))).isTrue();
    assertThat(before.covers(NOON.plusSeconds(5))).isFalse();

    Availability after = Availability.at(NOON.plusSeconds(5), reports, NOBODY, NOON);
    assertThat(after.unavailable()).isEmpty();
    assertThat(after.covers(NOON.plusSeconds(1))).as("requests come out of order").isFalse();
    assertThat(after.covers(NOON.plusSeconds(500))).isTrue();
  }

  @Test
  void aPoolThatWasHeardOfIsMissedAfterEightSeconds() {
    List<HealthReport> reports = List.of(beat("w1", false, 0), beat("w2", false, 3));

    assertThat(at(10_999, reports)).isEmpty();
    assertThat(at(11_000, reports))
        .isEqualTo(Map.of("p", "no worker of its pool has been heard of since 12:00:03"));
  }

  @Test
  void aPoolThatWasNeverHeardOfIsMissedOnceTheTopicWasFollowedForAsLong() {
    Set<String> expected = Set.of("p");

    Availability early = Availability.at(NOON.plusMillis(7_999), List.of(), expected, NOON);
    assertThat(early.unavailable()).isEmpty();
    assertThat(early.covers(NOON.plusSeconds(8))).isFalse();
    assertThat(Availability.at(NOON.plusSeconds(8), List.of(), expected, NOON).unavailable())
        .isEqualTo(Map.of("p", "no worker of its pool has been heard of"));
  }

  @Test
  void aPoolThatWasHeardOfBeforeTheTopicWasFollowedIsMissedNoSooner() {
    List<HealthReport> reports = List.of(beat("w1", false, -3600), beat("w2", true, -3600));

    assertThat(at(7_999, reports)).isEmpty();
    assertThat(at(8_000, reports))
        .isEqualTo(Map.of("p", "no worker of its pool has been heard of since 11:00:00"));
  }

  @Test
  void aPoolIsDownWhenEveryLivingInstanceSaysSo() {
    List<HealthReport> both = List.of(beat("w1", true, 0), beat("w2", true, 6));
    List<HealthReport> one = List.of(beat("w1", false, 0), beat("w2", true, 6));

    assertThat(at(7_000, both)).isEqualTo(Map.of("p", "its provider is down (overloaded)"));
    assertThat(at(7_000, one)).isEmpty();
    assertThat(at(9_000, one)).as("the other is gone").containsKey("p");
  }

  @Test
  void aReportWithoutAnInstanceHoldsUntilTheNext() {
    assertThat(at(3_600_000, List.of(beat("", false, 0)))).isEmpty();
    assertThat(at(3_600_000, List.of(beat("", true, 0)))).containsKey("p");
  }

  private static Map<String, String> at(long ms, List<HealthReport> reports) {
    return Availability.at(NOON.plusMillis(ms), reports, Set.of("p"), NOON).unavailable();
  }

  private static HealthReport target(String model, Instant until) {
    return new HealthReport("p", model, "w1", true, NOON, Optional.of(until), "overloaded");
  }

  private static HealthReport beat(String instance, boolean down, int second) {
    return new HealthReport(
        "p", "", instance, down, NOON.plusSeconds(second), Optional.empty(), "overloaded");
  }
}
