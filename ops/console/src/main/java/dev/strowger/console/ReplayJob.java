package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.console.replay.Replay;
import dev.strowger.console.replay.ReplayReport;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A replay that waits, runs, or has ended. */
final class ReplayJob implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ReplayJob.class);
  private static final int MAX_THREADS = 8;

  private final String id;
  private final Replay replay;
  private State state = State.WAITING;
  private @Nullable ReplayReport report;
  private String problem = "";
  private long startNanos;
  private long endNanos;

  private enum State {
    WAITING,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED
  }

  ReplayJob(String id, Replay replay) {
    this.id = id;
    this.replay = replay;
  }

  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    try {
      int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
      Optional<ReplayReport> made = replay.run(threads);
      end(made.isPresent() ? State.DONE : State.CANCELLED, made.orElse(null), "");
    } catch (IOException | KafkaException e) {
      end(State.FAILED, null, "the log could not be read: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(State.CANCELLED, null, "the console is stopping");
    } catch (RuntimeException e) {
      log.atError().addKeyValue("replay", id).setCause(e).log("replay failed");
      end(State.FAILED, null, "the console could not do this; see its log");
    }
  }

  synchronized void cancel() {
    replay.cancel();
    if (state == State.WAITING) {
      state = State.CANCELLED;
    }
  }

  synchronized boolean ended() {
    return state != State.WAITING && state != State.RUNNING;
  }

  synchronized Map<String, Object> view() {
    Replay.Progress progress = replay.progress();
    long until = ended() ? endNanos : System.nanoTime();
    long elapsedMs = startNanos == 0 ? 0 : Math.max(0, (until - startNanos) / 1_000_000);
    return ordered(
        "id",
        id,
        "state",
        state.name().toLowerCase(Locale.ROOT),
        "decisions",
        progress.decisions(),
        "share",
        progress.share(),
        "elapsedMs",
        elapsedMs,
        "problem",
        problem.isEmpty() ? null : problem);
  }

  synchronized Optional<ReplayReport> report() {
    return Optional.ofNullable(report);
  }

  private synchronized boolean begin() {
    if (state != State.WAITING) {
      return false;
    }
    state = State.RUNNING;
    startNanos = System.nanoTime();
    return true;
  }

  private synchronized void end(State how, @Nullable ReplayReport made, String why) {
    endNanos = System.nanoTime();
    report = made;
    problem = why;
    state = how;
  }
}
