package dev.strowger.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** All faults at once, each on its own route, and then a look whether the gateway is well. */
final class Run {
  /** The longest fault takes a minute and a half. */
  private static final Duration LONGEST = Duration.ofSeconds(150);

  private static final int WARM_UP = 40;

  private final Stage stage;
  private final Consumer<Row> seen;

  /**
   * @param seen gets each row when it is known
   */
  Run(Stage stage, Consumer<Row> seen) {
    this.stage = stage;
    this.seen = seen;
  }

  List<Row> of(List<Fault> faults) throws InterruptedException {
    warmUp();
    ExecutorService trials = Executors.newVirtualThreadPerTaskExecutor();
    long end = System.nanoTime() + LONGEST.toNanos();
    try {
      List<Future<Row>> running = new ArrayList<>();
      for (Fault fault : faults) {
        running.add(trials.submit(() -> one(fault)));
      }
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < faults.size(); i++) {
        rows.add(result(faults.get(i), running.get(i), end));
      }
      rows.add(afterwards());
      return rows;
    } finally {
      trials.shutdownNow();
    }
  }

  /** A cold JVM would be taken for a slow gateway. */
  private void warmUp() throws InterruptedException {
    for (int i = 0; i < WARM_UP; i++) {
      stage.client().ask(Api.CHAT, Stage.PLAIN.model(), i % 2 == 0);
    }
  }

  private Row one(Fault fault) throws InterruptedException {
    Trial trial = trial(fault);
    long start = System.nanoTime();
    try {
      fault.check().run(trial);
    } catch (RuntimeException e) {
      trial.expect(false, "the check failed: " + e);
    }
    Row row = trial.row(Duration.ofNanos(System.nanoTime() - start));
    seen.accept(row);
    return row;
  }

  private Row result(Fault fault, Future<Row> running, long end) throws InterruptedException {
    try {
      return running.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      Trial trial = trial(fault);
      trial.expect(false, "not over after " + LONGEST.toSeconds() + " s");
      return trial.row(LONGEST);
    } catch (ExecutionException e) {
      Trial trial = trial(fault);
      trial.expect(false, "the check failed: " + e.getCause());
      return trial.row(Duration.ZERO);
    }
  }

  private Row afterwards() throws InterruptedException {
    Trial trial = trial(Stage.PLAIN);
    long start = System.nanoTime();
    String problem = stage.gateway().problem();
    trial.expect(problem.isEmpty(), problem);
    Stage.PLAIN.check().run(trial);
    Row row = trial.row(Duration.ofNanos(System.nanoTime() - start));
    seen.accept(row);
    return row;
  }

  private Trial trial(Fault fault) {
    return new Trial(fault, stage.client(), stage.books(), stage.provider().log());
  }
}
