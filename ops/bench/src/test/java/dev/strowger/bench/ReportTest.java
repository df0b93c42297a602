package dev.strowger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.bench.Row.Part;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static Row row(Part part, double rate, long millis, Map<String, Long> problems) {
    Histogram histogram = new Histogram(3);
    for (int i = 0; i < 100; i++) {
      histogram.recordValue(Duration.ofMillis(i < 99 ? millis : millis * 10).toNanos());
    }
    return new Row(
        part,
        new Measurement(
            new Schedule(rate, 100),
            histogram,
            new Histogram(3),
            problems,
            Map.of("openai/gpt-4o-mini", 100L),
            Duration.ofSeconds(2)),
        part == Part.BARE ? OptionalDouble.empty() : OptionalDouble.of(1.25));
  }

  private static Report report(Map<String, Long> problems) {
    return new Report(
        "a machine",
        "a setup",
        List.of(
            row(Part.BARE, 100, 2, Map.of()),
            row(Part.DIRECT, 100, 1, Map.of()),
            row(Part.GATEWAY, 100, 5, problems),
            row(Part.DIRECT, 500, 1, Map.of())));
  }

  @Test
  void setsWhatTheGatewayAddsAgainstTheBarePipeline() {
    List<Ratios> ratios = report(Map.of()).ratios();

    assertThat(ratios).hasSize(1);
    assertThat(ratios.getFirst().addedP50Micros()).isBetween(3_990L, 4_010L);
    assertThat(ratios.getFirst().addedOverBare()).isBetween(1.99, 2.01);
    assertThat(ratios.getFirst().overDirect().p50()).isBetween(4.98, 5.02);
    assertThat(ratios.getFirst().overDirect().p95()).isBetween(4.98, 5.02);
  }

  @Test
  void showsEveryMeasurementAndTheMachine() {
    String table = report(Map.of("status 503", 2L)).table();

    assertThat(table)
        .startsWith("a machine\na setup\n")
        .contains("bare         100      100       0      2.00")
        .contains("gateway      100      100       2      5.00      5.00      5.00     50.0")
        .contains("1.25")
        .contains("2 × status 503")
        .contains("at 100/s the gateway adds 4.00 ms at p50, 2.00 × the bare pipeline");
  }

  @Test
  void writesTheSameFiguresAsJson() throws Exception {
    JsonNode json = new ObjectMapper().readTree(report(Map.of("status 503", 2L)).json());

    assertThat(json.path("problems").asInt()).isEqualTo(2);
    assertThat(json.path("measurements")).hasSize(4);
    JsonNode gateway = json.path("measurements").path(2);
    assertThat(gateway.path("part").asText()).isEqualTo("gateway");
    assertThat(gateway.path("latency_us").path("p99").asInt()).isBetween(4_990, 5_010);
    assertThat(gateway.path("cpu_ms_per_request").asDouble()).isEqualTo(1.25);
    assertThat(json.at("/ratios/0/gateway_added_p50_over_bare_p50").asDouble())
        .isBetween(1.99, 2.01);
  }

  @Test
  void theLoadTableShowsSharesOfWhoAnswered() {
    String table = Load.table(row(Part.GATEWAY, 100, 5, Map.of("status 502", 1L)).measurement());

    assertThat(table)
        .contains("100 sent, 100 answered, 1 failed, 50.5/s")
        .containsPattern("openai/gpt-4o-mini +100 +100\\.0 %")
        .containsPattern("failed: status 502 +1");
  }
}
