package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The npm {@code ai} SDK with {@code @ai-sdk/openai}, unchanged; the cases stand in src/test/js.
 */
class AiSdkIT {

  @Test
  void chatIsServed() throws Exception {
    assertThat(served("chat")).contains("pass 26", "fail 0");
  }

  @Test
  void responsesAreServed() throws Exception {
    assertThat(served("responses")).contains("pass 26", "fail 0");
  }

  private static String served(String api) throws Exception {
    return NodeCases.run(RunningGateway.shared(), "ai-sdk.test.mjs", Map.of("API", api));
  }
}
