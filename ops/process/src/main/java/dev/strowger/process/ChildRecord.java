package dev.strowger.process;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which process runs in a child's directory, written to a file there, so that the next start finds
 * a child that outlived its supervisor (killed with SIGKILL) and ends it before it takes its place.
 * A process is ended only if its id, its start time and the arguments of its command are those
 * written down.
 */
final class ChildRecord {
  private static final Logger log = LoggerFactory.getLogger(ChildRecord.class);
  private static final Duration STOP_GRACE = Duration.ofSeconds(10);

  /** The kernel gives start times relative to the boot, whose own time may be adjusted. */
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

  /** A command line that is longer than a page is shown cut off. */
  private static final int COMPARED_CHARS = 500;

  private final Path file;
  private final String arguments;

  ChildRecord(ChildProcess.Spec spec) {
    this.file = spec.directory().resolve(spec.name() + ".pid");
    String all = String.join(" ", spec.command().subList(1, spec.command().size()));
    this.arguments = all.substring(0, Math.min(all.length(), COMPARED_CHARS));
  }

  /** Writes down the child that runs now, in place of what stood there. */
  void write(ProcessHandle child) throws IOException {
    Properties p = new Properties();
    put(p, "child", child);
    put(p, "supervisor", ProcessHandle.current());
    p.setProperty("child.arguments", arguments);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (Writer out = Files.newBufferedWriter(fresh)) {
      p.store(out, null);
    }
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.atWarn().addKeyValue("file", file).setCause(e).log("pid file not deleted");
    }
  }

  /**
   * Ends the child of a supervisor that is no more.
   *
   * @throws IOException if the supervisor still runs, so that its child is in use
   */
  void endOrphan() throws IOException, InterruptedException {
    if (!Files.exists(file)) {
      return;
    }
    Properties p = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      p.load(in);
    }
    Optional<ProcessHandle> child = find(p, "child");
    if (child.isEmpty()) {
      return;
    }
    Optional<ProcessHandle> supervisor = find(p, "supervisor");
    if (supervisor.isPresent()) {
      throw new IOException(
          file
              + " says that process "
              + supervisor.get().pid()
              + " runs on this directory already: stop it, or use another directory");
    }
    end(child.get());
  }

  private static void end(ProcessHandle orphan) throws IOException, InterruptedException {
    log.atWarn().addKeyValue("pid", orphan.pid()).log("ending a child that lost its supervisor");
    orphan.destroy();
    if (!awaitEnd(orphan)) {
      orphan.destroyForcibly();
      if (!awaitEnd(orphan)) {
        throw new IOException("process " + orphan.pid() + " cannot be ended");
      }
    }
  }

  private static boolean awaitEnd(ProcessHandle process) throws InterruptedException {
    try {
      process.onExit().get(STOP_GRACE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return !process.isAlive();
    }
  }

  private static void put(Properties p, String who, ProcessHandle process) {
    p.setProperty(who + ".pid", Long.toString(process.pid()));
    process.info().startInstant().ifPresent(t -> p.setProperty(who + ".started", t.toString()));
  }

  private static Optional<ProcessHandle> find(Properties p, String who) {
    try {
      return ProcessHandle.of(Long.parseLong(p.getProperty(who + ".pid", "0")))
          .filter(ProcessHandle::isAlive)
          .filter(h -> sameStart(h, p.getProperty(who + ".started", "")))
          .filter(h -> sameArguments(h, p.getProperty(who + ".arguments", "")));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean sameStart(ProcessHandle process, String started) {
    return !started.isEmpty()
        && process
            .info()
            .startInstant()
            .map(t -> Duration.between(Instant.parse(started), t).abs())
            .filter(d -> d.compareTo(CLOCK_SLACK) <= 0)
            .isPresent();
  }

  private static boolean sameArguments(ProcessHandle process, String arguments) {
    return process.info().commandLine().filter(c -> c.contains(arguments)).isPresent();
  }
}
