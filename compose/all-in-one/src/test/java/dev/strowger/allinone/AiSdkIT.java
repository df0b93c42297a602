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
    assertThat(run("ai-sdk.test.mjs")).contains("pass 22", "fail 0");
  }

  private static String run(String cases) throws Exception {
    RunningGateway gateway = RunningGateway.shared();
    return NodeCases.run(
        cases, Map.of("STROWGER_URL", gateway.endpoint("apps"), "STROWGER_KEY", gateway.key()));
  }
}
