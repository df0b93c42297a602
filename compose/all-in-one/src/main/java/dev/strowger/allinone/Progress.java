package dev.strowger.allinone;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Tells who waits at the terminal what is being started, and how long each part took. */
final class Progress {
  private final PrintStream out;

  Progress(PrintStream out) {
    this.out = out;
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }

  <T> T step(String what, Callable<T> start) throws Exception {
    long began = System.nanoTime();
    try {
      T started = start.call();
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      say(String.format(Locale.ROOT, "  %-34s %5.1f s", what, took.toMillis() / 1000.0));
      return started;
    } catch (Exception e) {
      say("  " + what + ": failed: " + e.getMessage());
      throw e;
    }
  }
}
