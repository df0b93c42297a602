package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RouterMainTest {
  @Test
  void aRouterWithBadSettingsNamesAllOfThemAndEndsWith2() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Router.class.getName()));
    builder.environment().keySet().removeIf(name -> name.startsWith("STROWGER_"));
    builder
        .environment()
        .putAll(
            Map.of(
                "STROWGER_ROUTER_THREADS", "many",
                "STROWGER_ROUTER_GUARANTEE", "perhaps",
                "STROWGER_PROBES_PORT", "70000",
                "STROWGER_REGISTRY_REGISTER", "maybe"));

    Process router = builder.redirectErrorStream(true).start();
    String said = new String(router.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(router.waitFor()).isEqualTo(2);
    assertThat(said)
        .contains("STROWGER_ROUTER_THREADS=many: expected a whole number")
        .contains("STROWGER_ROUTER_GUARANTEE=perhaps: expected exactly_once_v2 or at_least_once")
        .contains("STROWGER_PROBES_PORT=70000: expected a whole number from 0 to 65535")
        .contains("STROWGER_REGISTRY_REGISTER=maybe");
  }
}
