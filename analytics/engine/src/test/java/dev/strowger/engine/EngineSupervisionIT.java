package dev.strowger.engine;

import static dev.strowger.engine.RunningEngine.run;
import static dev.strowger.engine.RunningEngine.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSupervisionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void isStartedAgainAfterAKillAndKeepsWhatItAcknowledged() throws Exception {
    try (RunningEngine engine = RunningEngine.start(directory)) {
      try (Connection connection = engine.admin()) {
        run(connection, "CREATE TABLE kept (a Int32) ENGINE = MergeTree ORDER BY a");
      }
      for (int round = 1; round <= 3; round++) {
        try (Connection connection = engine.admin()) {
          run(connection, "INSERT INTO kept VALUES (" + round + ")");
        }
        long before = engine.engine().pid();
        ProcessHandle.of(before).orElseThrow().destroyForcibly();

        assertThat(countWhenBack(engine, before)).isEqualTo(Integer.toString(round));
      }
    }
  }

  @Test
  void keepsItsDataOverACleanRestart() throws Exception {
    try (RunningEngine engine = RunningEngine.start(directory);
        Connection connection = engine.admin()) {
      run(
          connection,
          "CREATE TABLE kept (a Int32) ENGINE = MergeTree ORDER BY a",
          "INSERT INTO kept VALUES (1)");
    }

    try (RunningEngine engine = RunningEngine.start(directory);
        Connection connection = engine.admin()) {
      assertThat(text(connection, "SELECT count() FROM kept")).isEqualTo("1");
    }
    assertThat(directory.resolve("engine.log")).content().doesNotContain("did not stop cleanly");
  }

  @Test
  void endsWithItsParent() throws Exception {
    ProcessBuilder parent =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            Parent.class.getName(),
            directory.toString());
    parent.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    parent.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = parent.start();
    String line =
        process.inputReader().lines().filter(l -> l.startsWith("pid ")).findFirst().orElseThrow();
    ProcessHandle child = ProcessHandle.of(Long.parseLong(line.substring(4))).orElseThrow();

    process.destroyForcibly();

    child.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void saysWhereTheLibraryShouldBe() {
    EngineConfig config =
        new EngineConfig(
            directory.resolve("no-library.so"),
            directory,
            0,
            directory.resolve("engine.log"),
            new Credentials("a", "b"),
            EngineConfig.Limits.DEFAULT);

    assertThatThrownBy(() -> ClickHouseEngine.start(config))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-library.so")
        .hasMessageContaining("STROWGER_CHDB_LIBRARY");
  }

  /** A process that starts an engine and then waits to be killed. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws Exception {
      try (RunningEngine engine = RunningEngine.start(Path.of(arguments[0]))) {
        System.out.println("pid " + engine.engine().pid());
        Thread.sleep(PATIENCE);
      }
    }
  }

  private static String countWhenBack(RunningEngine engine, long before) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Connection connection = engine.admin()) {
        if (engine.engine().pid() != before) {
          return text(connection, "SELECT count() FROM kept");
        }
      } catch (SQLException e) {
        assertThat(System.nanoTime()).as("time to come back").isLessThan(end);
      }
    }
  }
}
