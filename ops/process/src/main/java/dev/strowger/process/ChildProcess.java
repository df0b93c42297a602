package dev.strowger.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A supervised child process: started, waited for until healthy, restarted with backoff when it
 * dies, stopped with SIGTERM (then SIGKILL) when this is closed. Its output goes to a log file. A
 * child that outlives a supervisor killed with SIGKILL is ended by the next start in its directory.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);
  private static final Duration STOP_GRACE = Duration.ofSeconds(25);
  private static final long LARGEST_LOG_BYTES = 16 << 20;

  /** Puts the child into a session of its own: Ctrl-C in a terminal is for the supervisor only. */
  private static final Path OWN_SESSION = Path.of("/usr/bin/setsid");

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
  private final ChildRecord record;
  private final Thread supervisor;
  private volatile Process process;
  private volatile boolean ready;
  private volatile boolean closed;

  private ChildProcess(Spec spec, ChildRecord record) throws IOException {
    this.spec = spec;
    this.record = record;
    this.process = launch(spec, record);
    this.supervisor =
        Thread.ofPlatform().daemon().name("supervise-" + spec.name()).unstarted(this::supervise);
  }

  /** Starts the child and waits until it is healthy. */
  public static ChildProcess start(Spec spec) throws IOException, InterruptedException {
    Files.createDirectories(spec.directory());
    Files.createDirectories(spec.logFile().toAbsolutePath().getParent());
    ChildRecord record = new ChildRecord(spec);
    record.endOrphan();
    ChildProcess child = new ChildProcess(spec, record);
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
    return ready
        ? Optional.empty()
        : Optional.of(spec.name() + " is starting; see " + spec.logFile());
  }

  public long pid() {
    return process.pid();
  }

  private static Process launch(Spec spec, ChildRecord record) throws IOException {
    if (Files.exists(spec.logFile()) && Files.size(spec.logFile()) > LARGEST_LOG_BYTES) {
      Files.move(
          spec.logFile(),
          spec.logFile().resolveSibling(spec.logFile().getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> command = new ArrayList<>(spec.command());
    if (Files.isExecutable(OWN_SESSION)) {
      command.addFirst(OWN_SESSION.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).directory(spec.directory().toFile());
    builder.environment().putAll(spec.environment());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(spec.logFile().toFile()));
    Process process = builder.start();
    record.write(process.toHandle());
    return process;
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
    if (!process.isAlive()) {
      throw new IOException(
          spec.name()
              + " ended with code "
              + process.exitValue()
              + " though something answers in its place; see "
              + spec.logFile());
    }
    ready = true;
  }

  private void supervise() {
    Duration backoff = Duration.ofMillis(250);
    while (!closed) {
      try {
        int code = process.waitFor();
        ready = false;
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
          process = launch(spec, record);
        }
        awaitHealthy();
        backoff = Duration.ofMillis(250);
        log.atInfo().addKeyValue("child", spec.name()).log("child is healthy again");
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) {
        log.atError()
            .addKeyValue("child", spec.name())
            .setCause(e)
            .log("child could not be started");
        // One that hangs would never be restarted.
        process.destroyForcibly();
      }
    }
  }

  /** Stops it with SIGTERM, then SIGKILL. */
  @Override
  public void close() {
    stop(STOP_GRACE);
  }

  /**
   * As {@link #close}.
   *
   * @param grace from SIGTERM to SIGKILL
   */
  public void stop(Duration grace) {
    leave();
    process.destroy();
    awaitEnd(grace);
  }

  /** Ends it with SIGKILL, as a crash would; it is not started again. */
  public void kill() {
    leave();
    awaitEnd(Duration.ZERO);
  }

  private void leave() {
    synchronized (this) {
      closed = true;
    }
    supervisor.interrupt();
    ready = false;
  }

  private void awaitEnd(Duration grace) {
    try {
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
      record.delete();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
