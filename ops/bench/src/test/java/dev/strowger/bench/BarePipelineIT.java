package dev.strowger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BarePipelineIT {
  @Test
  void everyRequestComesBack() throws Exception {
    try (BarePipeline pipeline = BarePipeline.start()) {
      Measurement measured = OpenLoop.run(Schedule.lasting(50, Duration.ofSeconds(2)), pipeline);

      assertThat(measured.problems()).isEmpty();
      assertThat(measured.good()).isEqualTo(100);
      assertThat(measured.latency().p50()).isPositive();
      assertThat(measured.firstLatency().p50()).isLessThanOrEqualTo(measured.latency().p50());
    }
  }
}
