package dev.strowger.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A supervised child process: started, waited for until healthy, restarted with backoff when it
 * dies, stopped with SIGTERM (then SIGKILL) when this is closed. Its output goes to a log file.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);
  private static final Duration STOP_GRACE = Duration.ofSeconds(10);

  /**
   * @param name for logs and health
   * @param command program and arguments
   * @param environment added to this process's own
   * @param directory working directory, created if missing
   * @param logFile takes stdout and stderr, appended
   * @param healthy asked every 100 ms after a start
   * @param startTimeout how long a start may take
   */
  public record Spec(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path directory,
      Path logFile,
      BooleanSupplier healthy,
      Duration startTimeout) {
    public Spec {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }

  private final Spec spec;
  private final Thread supervisor;
  private volatile Process process;
  private volatile boolean closed;

  private ChildProcess(Spec spec, Process process) {
    this.spec = spec;
    this.process = process;
    this.supervisor =
        Thread.ofPlatform().daemon().name("supervise-" + spec.name()).unstarted(this::supervise);
  }

  /** Starts the child and waits until it is healthy. */
  public static ChildProcess start(Spec spec) throws IOException, InterruptedException {
    Files.createDirectories(spec.directory());
    Files.createDirectories(spec.logFile().toAbsolutePath().getParent());
    ChildProcess child = new ChildProcess(spec, launch(spec));
    try {
      child.awaitHealthy();
    } catch (IOException | InterruptedException | RuntimeException e) {
      child.close();
      throw e;
    }
    child.supervisor.start();
    return child;
  }

  /** Empty when the child runs and is healthy, else the reason. */
  public Optional<String> problem() {
    if (!process.isAlive()) {
      return Optional.of(spec.name() + " is not running; see " + spec.logFile());
    }
    return Optional.empty();
  }

  public long pid() {
    return process.pid();
  }

  private static Process launch(Spec spec) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(spec.command()).directory(spec.directory().toFile());
    builder.environment().putAll(spec.environment());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(spec.logFile().toFile()));
    return builder.start();
  }

  private void awaitHealthy() throws IOException, InterruptedException {
    long end = System.nanoTime() + spec.startTimeout().toNanos();
    while (!spec.healthy().getAsBoolean()) {
      if (!process.isAlive()) {
        throw new IOException(
            spec.name() + " ended with code " + process.exitValue() + "; see " + spec.logFile());
      }
      if (System.nanoTime() > end) {
        throw new IOException(
            spec.name()
                + " was not healthy within "
                + spec.startTimeout()
                + "; see "
                + spec.logFile());
      }
      Thread.sleep(100);
    }
  }

  private void supervise() {
    Duration backoff = Duration.ofMillis(250);
    while (!closed) {
      try {
        int code = process.waitFor();
        if (closed) {
          return;
        }
        log.atWarn()
            .addKeyValue("child", spec.name())
            .addKeyValue("code", code)
            .log("child ended, starting it again");
        Thread.sleep(backoff);
        backoff =
            backoff.multipliedBy(2).compareTo(LONGEST_BACKOFF) > 0
                ? LONGEST_BACKOFF
                : backoff.multipliedBy(2);
        synchronized (this) {
          if (closed) {
            return;
          }
          process = launch(spec);
        }
        awaitHealthy();
        backoff = Duration.ofMillis(250);
        log.atInfo().addKeyValue("child", spec.name()).log("child is healthy again");
      } catch (InterruptedException e) {
        return;
      } catch (IOException | UncheckedIOException e) {
        log.atError()
            .addKeyValue("child", spec.name())
            .setCause(e)
            .log("child could not be started");
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    supervisor.interrupt();
    process.destroy();
    try {
      if (!process.waitFor(STOP_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
