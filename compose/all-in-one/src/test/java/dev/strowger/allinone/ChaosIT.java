package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of {@code make chaos} with one broker: worker, router and ingress are killed. */
class ChaosIT {
  private static final long LONGEST_S = 240;

  @Test
  void losesNothingWhenPartsAreKilled(@TempDir Path directory) throws Exception {
    Path out = directory.resolve("chaos.log");
    Process chaos =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-cp",
                    RunningGateway.ROOT.resolve("compose/all-in-one/target/strowger/lib") + "/*",
                    "dev.strowger.chaos.Chaos",
                    "--home=" + RunningGateway.ROOT,
                    "--brokers=1",
                    "--rate=10",
                    "--duration=30",
                    "--seed=4"))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      boolean ended = chaos.waitFor(LONGEST_S, TimeUnit.SECONDS);

      assertThat(ended).as(Files.readString(out)).isTrue();
      assertThat(chaos.exitValue()).as(Files.readString(out)).isZero();
      assertThat(Files.readString(out)).contains("PASSED");
    } finally {
      chaos.destroy();
      chaos.waitFor(30, TimeUnit.SECONDS);
    }
  }
}
