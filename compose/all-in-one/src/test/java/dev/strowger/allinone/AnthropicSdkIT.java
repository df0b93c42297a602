package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The npm {@code @anthropic-ai/sdk}, unchanged; the cases stand in src/test/js. */
class AnthropicSdkIT {
  @Test
  void theStockClientIsServed() throws Exception {
    String report =
        NodeCases.run(
            RunningGateway.shared(), "anthropic.test.mjs", Map.of("MODELS", NodeCases.MODELS));

    assertThat(report).contains("pass 42", "fail 0");
  }

  /** The simulator does not think; the mock does. */
  @Test
  void thoughtsComeAndGoBack() throws Exception {
    MockedFamilies families = MockedFamilies.shared();
    MockedProvider claude =
        MockedFamilies.ALL.stream()
            .filter(provider -> provider.name().equals("mock-anthropic"))
            .findFirst()
            .orElseThrow();
    int before = families.mockOf(claude).journal(claude.name()).size();

    String report =
        NodeCases.run(
            families.gateway(),
            "anthropic-thinking.test.mjs",
            Map.of("MODELS", claude.name() + "/" + claude.model()));

    assertThat(report).contains("pass 3", "fail 0");
    assertThat(families.mockOf(claude).journal(claude.name())).hasSize(before + 4);
  }
}
