package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The operators' page in Chromium; the cases stand in src/test/js. */
class PageIT {

  @Test
  void thePageServesAnOperatorInARealBrowser() throws Exception {
    Path chromium =
        Path.of(Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium"));
    assertThat(chromium)
        .as(
            "a Chromium to open the page in: install one (Debian: apt install chromium), or set"
                + " CHROMIUM to the program of a Chromium or Chrome")
        .matches(Files::isExecutable, "is a program");
    RunningGateway gateway = RunningGateway.shared();
    Path screenshots = Files.createDirectories(Path.of("target/screenshots")).toAbsolutePath();

    String report =
        NodeCases.run(
            "page.test.mjs",
            Map.of(
                "CHROMIUM", chromium.toString(),
                "STROWGER_CONSOLE_URL", gateway.endpoint("console"),
                "STROWGER_ADMIN_TOKEN", gateway.adminToken(),
                "STROWGER_URL", gateway.endpoint("apps"),
                "STROWGER_KEY", gateway.key(),
                "SCREENSHOTS", screenshots.toString()));

    assertThat(report).containsPattern("pass 1[0-9]").contains("fail 0").contains("skipped 0");
    assertThat(screenshots.resolve("page-light.png")).isNotEmptyFile();
  }
}
