package dev.strowger.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Row GOOD =
      new Row("1", "one", List.of(2, 0), Duration.ofMillis(2_100), List.of(), List.of("a note"));
  private static final Row BAD =
      new Row("2", "two", List.of(1, 0, 1), Duration.ZERO, List.of("no answer"), List.of());

  @Test
  void oneFailureFailsTheRun() {
    assertThat(new Report(List.of(GOOD), Optional.empty()).passed()).isTrue();
    assertThat(new Report(List.of(GOOD, BAD), Optional.empty()).passed()).isFalse();
  }

  @Test
  void theTableShowsAttemptsTimeVerdictAndReasons() {
    String table = new Report(List.of(GOOD, BAD), Optional.empty()).table();

    assertThat(table).containsPattern("1 +one +2 +0 +2\\.1 +pass");
    assertThat(table).containsPattern("2 +two +1 +1 +0\\.0 +FAIL\n +! no answer");
    assertThat(table).contains("a note", "1 of 2 passed");
  }

  @Test
  void theJsonSaysTheSame() throws Exception {
    JsonNode json =
        new ObjectMapper().readTree(new Report(List.of(GOOD, BAD), Optional.empty()).json());

    assertThat(json.path("passed").asBoolean()).isFalse();
    assertThat(json.at("/faults/0/primary_attempts").asInt()).isEqualTo(2);
    assertThat(json.at("/faults/1/problems/0").asText()).isEqualTo("no answer");
  }

  @Test
  void anOutageWithErrorsOrWithoutReturnFails() {
    PhaseFigures calm = new PhaseFigures("before");
    calm.note(false, "", 1_000);
    PhaseFigures rough = new PhaseFigures("outage");
    rough.note(false, "status 503", 9_000);

    assertThat(outage(List.of(calm, calm, calm), Duration.ofSeconds(3)).passed()).isTrue();
    assertThat(outage(List.of(calm, calm, calm), Duration.ofNanos(-1)).passed()).isFalse();
    Outage.Result failed = outage(List.of(calm, rough, calm), Duration.ofSeconds(3));
    assertThat(failed.passed()).isFalse();
    assertThat(failed.addedP99(false)).isBetween(7.9, 8.1);
    assertThat(failed.table()).contains("1 × status 503", "client errors 1");
  }

  private static Outage.Result outage(List<PhaseFigures> phases, Duration returned) {
    return new Outage.Result(Outage.Plan.DEFAULT, phases, 4, returned, 1.0);
  }
}
