package dev.strowger.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void spacesRequestsEvenlyOverTheWholeTime() {
    Schedule schedule = Schedule.lasting(300, Duration.ofSeconds(20));

    assertThat(schedule.count()).isEqualTo(6_000);
    assertThat(schedule.offsetNanos(0)).isZero();
    assertThat(schedule.offsetNanos(300)).isEqualTo(1_000_000_000L);
    assertThat(schedule.offsetNanos(5_999)).isEqualTo(19_996_666_667L);
  }

  @Test
  void doesNotDriftAtRatesThatDoNotDivideASecond() {
    Schedule schedule = new Schedule(7, 7_000_001);

    assertThat(schedule.offsetNanos(7_000_000)).isEqualTo(1_000_000_000_000_000L);
  }

  @Test
  void hasAtLeastOneRequest() {
    assertThat(Schedule.lasting(0.1, Duration.ofSeconds(1)).count()).isEqualTo(1);
    assertThatThrownBy(() -> new Schedule(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
