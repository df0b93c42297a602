package dev.strowger.chaos;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Kills parts at random, with SIGKILL, and starts each again after some seconds. At most one of
 * each kind is away at a time: more than one is more than two can bear.
 */
final class Monkey {
  private static final Duration SHORTEST_PEACE = Duration.ofSeconds(4);
  private static final Duration LONGEST_PEACE = Duration.ofSeconds(9);
  private static final Duration SHORTEST_ABSENCE = Duration.ofSeconds(1);
  private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(6);
  private static final Duration LONGEST_RESTART = Duration.ofSeconds(100);

  private final Site site;
  private final List<Kind> kinds;
  private final Journal journal;
  private final Replicas replicas;
  private final Random random;
  private final PrintStream out;
  private final List<Kind> turn = new ArrayList<>();
  private final ExecutorService restarts = Executors.newVirtualThreadPerTaskExecutor();

  Monkey(
      Site site,
      List<Kind> kinds,
      Journal journal,
      Replicas replicas,
      Random random,
      PrintStream out) {
    this.site = site;
    this.kinds = List.copyOf(kinds);
    this.journal = journal;
    this.replicas = replicas;
    this.random = random;
    this.out = out;
  }

  /** Returns when the time is over and everything runs again. */
  void rage(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (true) {
      Duration peace = between(SHORTEST_PEACE, LONGEST_PEACE);
      if (System.nanoTime() + peace.toNanos() >= end) {
        break;
      }
      Thread.sleep(peace);
      strike();
    }
    restarts.shutdown();
    if (!restarts.awaitTermination(LONGEST_RESTART.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("a part did not come back");
    }
    TimeUnit.NANOSECONDS.sleep(Math.max(0, end - System.nanoTime()));
  }

  private void strike() {
    if (turn.isEmpty()) {
      turn.addAll(kinds);
      Collections.shuffle(turn, random);
    }
    Kind kind = turn.removeFirst();
    List<Part> those = site.of(kind);
    Part victim = those.get(random.nextInt(those.size()));
    Duration absence = between(SHORTEST_ABSENCE, LONGEST_ABSENCE);
    if (!site.parts().stream().allMatch(Part::up) || (kind == Kind.BROKER && !replicas.whole())) {
      turn.addFirst(kind);
      return;
    }
    journal.down(victim);
    victim.kill();
    out.println("  killed " + victim.name());
    var _ =
        restarts.submit(
            () -> {
              Thread.sleep(absence);
              victim.start();
              journal.up(victim);
              return null;
            });
  }

  private Duration between(Duration least, Duration most) {
    return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis()));
  }
}
