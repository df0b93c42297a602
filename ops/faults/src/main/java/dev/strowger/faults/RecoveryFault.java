package dev.strowger.faults;

import dev.strowger.faults.provider.Reactions;
import dev.strowger.faults.provider.Story;
import dev.strowger.faults.provider.Switch;
import java.time.Duration;

/** A provider that is down for a minute and comes back: who asks it meanwhile, and when again. */
final class RecoveryFault {
  private static final Duration DOWN = Duration.ofSeconds(60);
  private static final Duration BETWEEN = Duration.ofSeconds(4);
  private static final Duration LONGEST_RETURN = Duration.ofSeconds(30);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(8);
  private static final int MOST_CALLS_WHILE_DOWN = 12;
  private static final int STAYS = 2;

  private final Switch primary = new Switch(Reactions.tell(Story.SIXTY), Reactions.status(503));

  static Fault fault() {
    RecoveryFault recovery = new RecoveryFault();
    return Fault.of(
        "15",
        "down for 60 s, a request each 4 s",
        recovery::run,
        Target.primary(recovery.primary),
        Target.fallback(Reactions.tell(Story.SIXTY)));
  }

  private void run(Trial trial) throws InterruptedException {
    primary.broken(true);
    long heals = System.nanoTime() + DOWN.toNanos();
    while (System.nanoTime() < heals) {
      served(trial, 1);
      pause(heals);
    }
    primary.broken(false);
    int whileDown = trial.calls(0).size();
    trial.note(whileDown + " calls of the primary while it was down");
    trial.expect(
        whileDown <= MOST_CALLS_WHILE_DOWN, whileDown + " calls of the primary while down");
    long healed = System.nanoTime();
    boolean back = false;
    while (!back && System.nanoTime() - healed < LONGEST_RETURN.toNanos() + BETWEEN.toNanos()) {
      int before = trial.calls(0).size();
      Reply reply = trial.ask(false);
      back = trial.calls(0).size() > before;
      trial.answered(reply, back ? 0 : 1);
      if (!back) {
        Thread.sleep(BETWEEN);
      }
    }
    long tookMs = (System.nanoTime() - healed) / 1_000_000;
    trial.note(back ? "back on the primary after " + tookMs + " ms" : "never back");
    trial.expect(
        back && tookMs <= LONGEST_RETURN.toMillis(),
        "not back on the primary after " + tookMs + " ms");
    for (int i = 0; back && i < STAYS; i++) {
      Thread.sleep(BETWEEN);
      served(trial, 0);
    }
  }

  private static void served(Trial trial, int by) throws InterruptedException {
    Reply reply = trial.ask(false);
    trial.answered(reply, by);
    trial.within(reply, LONGEST_ANSWER);
  }

  private static void pause(long latest) throws InterruptedException {
    long left = Math.min(BETWEEN.toNanos(), latest - System.nanoTime());
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }
}
