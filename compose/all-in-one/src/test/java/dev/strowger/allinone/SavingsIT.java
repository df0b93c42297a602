package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What routing by complexity saves on a part of the labelled prompts, by the distribution. */
class SavingsIT {
  private static final int ROWS = 60;

  @TempDir Path folder;

  @Test
  void theBooksTellWhatRoutingByComplexitySavesAndKeeps() throws Exception {
    JsonNode result = savings();

    assertThat(result.path("recorded").asInt()).as(result.toString()).isEqualTo(4 * ROWS);
    assertThat(result.path("model").asText()).matches("[0-9a-f]{12}");
    JsonNode top = line(result, "top");
    assertThat(top.path("calls_by_model").toString()).isEqualTo("{\"gpt-4-1106\":" + ROWS + "}");
    assertThat(top.path("cost").asDouble()).isPositive();
    assertThat(top.path("saved_percent").asDouble()).isZero();
    JsonNode most = line(result, "auto-100");
    JsonNode least = line(result, "auto-95");
    assertThat(least.path("calls_by_model").path("mixtral-8x7b").asInt())
        .isGreaterThan(most.path("calls_by_model").path("mixtral-8x7b").asInt())
        .isLessThan(ROWS);
    assertThat(least.path("saved_percent").asDouble())
        .isGreaterThan(30)
        .isGreaterThan(most.path("saved_percent").asDouble())
        .isLessThan(90);
    assertThat(least.path("kept_percent").asDouble()).isBetween(80.0, 120.0);
    assertThat(least.path("saved_percent_95")).hasSize(2);
  }

  private static JsonNode line(JsonNode result, String way) {
    for (JsonNode line : result.path("lines")) {
      if (line.path("way").asText().equals(way)
          && line.path("source").asText().equals("together")) {
        return line;
      }
    }
    throw new AssertionError("no line of " + way + " in " + result);
  }

  private JsonNode savings() throws Exception {
    Path json = folder.resolve("result.json");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            RunningGateway.ROOT.resolve("compose/all-in-one/target/strowger/lib") + "/*",
            "dev.strowger.bench.savings.Savings",
            "--classifier",
            "linear",
            "--rows",
            Integer.toString(ROWS),
            "--home",
            RunningGateway.ROOT.toString(),
            "--json",
            json.toString());
    Command run =
        Command.run(Path.of("."), Map.of("JAVA_HOME", System.getProperty("java.home")), command);
    assertThat(json).as(run.out() + run.err()).exists();
    JsonNode result = new ObjectMapper().readTree(Files.readString(json));
    // What it says and what it returns must be the same.
    assertThat(run.code()).isEqualTo(result.path("passed").asBoolean() ? 0 : 1);
    return result;
  }
}
