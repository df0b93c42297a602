package dev.strowger.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest {
  @TempDir Path directory;

  @Test
  void startsAChildAgainThatWasKilled() throws Exception {
    try (ChildProcess child = ChildProcess.start(sleeper(directory))) {
      long first = child.pid();
      ProcessHandle.of(first).orElseThrow().destroyForcibly();

      await(() -> child.pid() != first && child.problem().isEmpty());

      assertThat(ProcessHandle.of(child.pid())).get().matches(ProcessHandle::isAlive);
    }
  }

  @Test
  void stopsTheChildAndForgetsItWhenClosed() throws Exception {
    ChildProcess child = ChildProcess.start(sleeper(directory));
    ProcessHandle process = ProcessHandle.of(child.pid()).orElseThrow();

    child.close();

    assertThat(process.isAlive()).isFalse();
    assertThat(directory.resolve("sleeper.pid")).doesNotExist();
  }

  @Test
  void endsTheChildOfASupervisorThatWasKilled() throws Exception {
    long orphan = leaveAnOrphan();
    assertThat(ProcessHandle.of(orphan)).get().matches(ProcessHandle::isAlive);

    try (ChildProcess child = ChildProcess.start(sleeper(directory))) {
      assertThat(child.pid()).isNotEqualTo(orphan);
      assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  @Test
  void leavesAnotherProcessAloneThatHasTheRecordedIdNow() throws Exception {
    Process other = new ProcessBuilder("sleep", "300").start();
    try {
      Properties record = new Properties();
      record.setProperty("child.pid", Long.toString(other.pid()));
      record.setProperty("child.started", "2020-01-01T00:00:00Z");
      try (var out = Files.newBufferedWriter(directory.resolve("sleeper.pid"))) {
        record.store(out, null);
      }

      ChildProcess.start(sleeper(directory)).close();

      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void refusesADirectoryWhoseSupervisorStillRuns() throws Exception {
    try (ChildProcess child = ChildProcess.start(sleeper(directory))) {
      assertThatThrownBy(() -> ChildProcess.start(sleeper(directory)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("runs on this directory already");
      assertThat(child.problem()).isEmpty();
    }
  }

  @Test
  void saysWhereToLookWhenTheChildEndsAtOnce() {
    assertThatThrownBy(
            () -> ChildProcess.start(spec(directory, List.of("sh", "-c", "exit 3"), () -> false)))
        .hasMessageContaining("ended with code 3")
        .hasMessageContaining("child.log");
  }

  private long leaveAnOrphan() throws Exception {
    Process supervisor =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LostSupervisor.class.getName(),
                directory.toString())
            .inheritIO()
            .start();
    assertThat(supervisor.waitFor(30, TimeUnit.SECONDS)).isTrue();
    Properties record = new Properties();
    try (var in = Files.newBufferedReader(directory.resolve("sleeper.pid"))) {
      record.load(in);
    }
    return Long.parseLong(record.getProperty("child.pid"));
  }

  static ChildProcess.Spec sleeper(Path directory) {
    return spec(directory, List.of("sleep", "300"), () -> true);
  }

  private static ChildProcess.Spec spec(
      Path directory, List<String> command, BooleanSupplier healthy) {
    return new ChildProcess.Spec(
        "sleeper",
        command,
        Map.of(),
        directory,
        directory.resolve("child.log"),
        healthy,
        Duration.ofSeconds(10));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(20);
    }
  }
}
