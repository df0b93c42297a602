package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.console.log.LogWork;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work over the log that waits, runs, or has ended. */
final class Job<R> implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Job.class);

  private final String id;
  private final LogWork<R> work;
  private State state = State.WAITING;
  private @Nullable R report;
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

  Job(String id, LogWork<R> work) {
    this.id = id;
    this.work = work;
  }

  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    try {
      Optional<R> made = work.run();
      end(made.isPresent() ? State.DONE : State.CANCELLED, made.orElse(null), "");
    } catch (IOException | KafkaException e) {
      end(State.FAILED, null, "log or tables could not be used: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(State.CANCELLED, null, "the console is stopping");
    } catch (RuntimeException e) {
      log.atError().addKeyValue("job", id).setCause(e).log("work over the log failed");
      end(State.FAILED, null, "the console could not do this; see its log");
    }
  }

  synchronized void cancel() {
    work.cancel();
    if (state == State.WAITING) {
      state = State.CANCELLED;
    }
  }

  synchronized boolean ended() {
    return state != State.WAITING && state != State.RUNNING;
  }

  synchronized Map<String, Object> view() {
    LogWork.Progress progress = work.progress();
    long until = ended() ? endNanos : System.nanoTime();
    long elapsedMs = startNanos == 0 ? 0 : Math.max(0, (until - startNanos) / 1_000_000);
    Map<String, Object> view = ordered("id", id, "state", state.name().toLowerCase(Locale.ROOT));
    view.putAll(new TreeMap<>(progress.counts()));
    view.put("share", progress.share());
    view.put("elapsedMs", elapsedMs);
    view.put("problem", problem.isEmpty() ? null : problem);
    return view;
  }

  synchronized Optional<R> report() {
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

  private synchronized void end(State how, @Nullable R made, String why) {
    endNanos = System.nanoTime();
    report = made;
    problem = why;
    state = how;
  }
}
