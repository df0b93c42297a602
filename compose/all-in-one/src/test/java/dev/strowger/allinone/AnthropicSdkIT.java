package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The npm {@code @anthropic-ai/sdk}, unchanged; the cases stand in src/test/js. */
class AnthropicSdkIT {
  @TempDir Path folder;

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
    MockedProvider claude =
        new MockedProvider(
            "mock-anthropic", AiMockFamily.ANTHROPIC, "dialect: anthropic", "claude-haiku-4-5");
    try (AiMock mock = AiMock.start(MockedProvider.KEY)) {
      mock.load("aimock/chat.json");
      Path manifests = MockedProvider.manifests(folder, List.of(claude), mock);
      Map<String, String> settings =
          Map.of(
              "STROWGER_MANIFESTS",
              manifests.toString(),
              "STROWGER_SIMULATE",
              "never",
              MockedProvider.KEY_ENV,
              MockedProvider.KEY);
      try (RunningGateway gateway = RunningGateway.start(folder.resolve("data"), settings)) {
        String model = claude.name() + "/" + claude.model();
        String report =
            NodeCases.run(gateway, "anthropic-thinking.test.mjs", Map.of("MODELS", model));

        assertThat(report).contains("pass 3", "fail 0");
        assertThat(mock.journal(claude.name())).hasSize(4);
      }
    }
  }
}
