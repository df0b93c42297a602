package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The npm {@code openai} client, unchanged; the cases stand in src/test/js. */
class NpmClientIT {

  @Test
  void theStockClientIsServed() throws Exception {
    String report = NodeCases.run(RunningGateway.shared(), "openai.test.mjs", Map.of());

    assertThat(report).containsPattern("pass 1[0-9]").contains("fail 0");
  }
}
