package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The npm {@code openai} client, unchanged; the cases stand in src/test/js. */
class NpmClientIT {
  private static final Path JS = Path.of("src/test/js").toAbsolutePath();

  @Test
  void theStockClientIsServed() throws Exception {
    RunningGateway gateway = RunningGateway.shared();
    if (!Files.exists(JS.resolve("node_modules/openai"))) {
      assertThat(run(Map.of(), "npm", "ci", "--no-progress").code()).isZero();
    }

    Run tests =
        run(
            Map.of("STROWGER_URL", gateway.endpoint("apps"), "STROWGER_KEY", gateway.key()),
            "node",
            "--test",
            "--test-reporter=spec",
            "openai.test.mjs");

    assertThat(tests.code()).as(tests.output()).isZero();
    assertThat(tests.output()).containsPattern("pass 1[0-9]").contains("fail 0");
  }

  private record Run(int code, String output) {}

  private static Run run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(JS.toFile());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Run(process.exitValue(), output);
  }
}
