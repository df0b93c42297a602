package dev.strowger.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Restarts one part after the other, as an upgrade does: SIGTERM, the end, a new start. */
record RollingRestart(Site site, Journal journal, Replicas replicas, PrintStream out) {
  /** Between two parts; whatever moves to and fro may settle. */
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private static final Duration LONGEST_CATCHING_UP = Duration.ofSeconds(60);

  void run(List<Kind> kinds) throws IOException, InterruptedException {
    for (Kind kind : kinds) {
      for (Part part : site.of(kind)) {
        restart(part);
      }
    }
  }

  private void restart(Part part) throws IOException, InterruptedException {
    long since = System.nanoTime();
    journal.down(part);
    part.stop(Patience.STOP);
    long stopped = System.nanoTime();
    part.start();
    journal.up(part);
    out.printf(
        "  restarted %-10s stopped in %4.1f s, ready after %4.1f s%n",
        part.name(), (stopped - since) / 1e9, (System.nanoTime() - stopped) / 1e9);
    Thread.sleep(PAUSE);
    long end = System.nanoTime() + LONGEST_CATCHING_UP.toNanos();
    while (part.kind() == Kind.BROKER && !replicas.whole() && System.nanoTime() < end) {
      Thread.sleep(200);
    }
  }
}
