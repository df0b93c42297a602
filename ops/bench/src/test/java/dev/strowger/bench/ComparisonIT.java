package dev.strowger.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.bench.Row.Part;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ComparisonIT {
  private static final Comparison.Plan PLAN =
      new Comparison.Plan(
          List.of(20.0, 50.0),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Set.of(Part.DIRECT, Part.GATEWAY));

  @Test
  void measuresAGatewayItStartsAndTheSimulatorBehindIt() throws Exception {
    AtomicLong child = new AtomicLong();

    List<Row> rows =
        new Comparison(PLAN)
            .run(
                () -> {
                  Gateway gateway = Gateway.start(FakeGateway.command());
                  child.set(gateway.pid().orElseThrow());
                  return gateway;
                },
                new Question("gpt-4o-mini", 20, false));

    assertThat(rows.stream().map(Row::part))
        .containsExactly(Part.DIRECT, Part.GATEWAY, Part.DIRECT, Part.GATEWAY);
    assertThat(rows).allSatisfy(row -> assertThat(row.measurement().problems()).isEmpty());
    assertThat(rows).allSatisfy(row -> assertThat(row.cpuMillis()).isPresent());
    assertThat(rows.getLast().measurement().served()).containsOnlyKeys("openai/gpt-4o-mini");
    assertThat(rows.getLast().measurement().good()).isEqualTo(50);
    assertThat(ProcessHandle.of(child.get()).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aWrongKeyIsAProblemAndNotALatency() throws Exception {
    List<Row> rows;
    try (Gateway real = Gateway.start(FakeGateway.command())) {
      Gateway locked = new Gateway(real.endpoint(), "wrong", real.direct(), real.pid(), () -> {});
      rows = new Comparison(PLAN).run(() -> locked, new Question("m", 5, true));
    }

    assertThat(rows.getLast().measurement().problems())
        .containsExactly(java.util.Map.entry("status 401", 50L));
    assertThat(rows.getFirst().measurement().problems()).isEmpty();
  }

  @Test
  void aGatewayThatEndsAtOnceIsReportedWithItsLog() {
    assertThatThrownBy(() -> Gateway.start(List.of("sh", "-c", "exit 3")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("code 3")
        .hasMessageContaining("gateway.log");
  }
}
