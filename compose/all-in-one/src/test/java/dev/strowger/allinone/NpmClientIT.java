package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The npm {@code openai} client, unchanged; the cases stand in src/test/js. */
class NpmClientIT {

  @Test
  void theStockClientIsServed() throws Exception {
    String report = NodeCases.run(RunningGateway.shared(), "openai.test.mjs", Map.of());

    assertThat(report).contains("pass 17", "fail 0");
  }

  @Test
  void responsesAreServed() throws Exception {
    String report =
        NodeCases.run(
            RunningGateway.shared(), "responses.test.mjs", Map.of("MODELS", NodeCases.MODELS));

    assertThat(report).contains("pass 31", "fail 0");
  }

  @Test
  void promptsAndEmbeddingsAreServed() throws Exception {
    String report =
        NodeCases.run(
            RunningGateway.shared(),
            "prompts.test.mjs",
            Map.of("MODELS", NodeCases.MODELS, "EMBEDDER", NodeCases.EMBEDDER));

    assertThat(report).contains("pass 13", "fail 0");
  }
}
