package dev.strowger.console;

import dev.strowger.sealing.KeyName;
import dev.strowger.sealing.Kms.KeyInfo;
import dev.strowger.sealing.SealedException;
import dev.strowger.sealing.Sealing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Destroys the keys of bodies whose time is over. Any number of consoles may do it at once. */
final class KeySweeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KeySweeper.class);
  private static final Duration PAUSE = Duration.ofMinutes(10);

  /** In the record of what was done. */
  private static final int MOST_NAMED = 100;

  private final Sealing sealing;
  private final OwnDeeds deeds;
  private final Clock clock;
  private final Thread thread;

  KeySweeper(Sealing sealing, OwnDeeds deeds, Clock clock) {
    this.sealing = sealing;
    this.deeds = deeds;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("key-sweeper").unstarted(this::run);
  }

  /** Does nothing where no class has a bound. */
  void start() {
    if (sealing.on() && !sealing.retention().byClass().isEmpty()) {
      thread.start();
    }
  }

  private void run() {
    try {
      while (true) {
        sweep();
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sweep() throws InterruptedException {
    try {
      List<String> over = over();
      if (!over.isEmpty()) {
        deeds.record(
            "keys.destroy",
            "",
            Map.of(
                "reason", "retention",
                "count", Integer.toString(over.size()),
                "keys", String.join(" ", over.subList(0, Math.min(MOST_NAMED, over.size())))),
            sealing::destroyOver);
        log.atInfo().addKeyValue("keys", over.size()).log("keys whose time is over were destroyed");
      }
    } catch (SealedException | Refusal e) {
      log.atWarn().addKeyValue("reason", e.getMessage()).log("keys could not be destroyed yet");
    }
  }

  private List<String> over() {
    Instant now = clock.instant();
    return sealing.keys().stream()
        .filter(key -> key.destroyedAt().isEmpty())
        .map(KeyInfo::name)
        .filter(
            name -> sealing.retention().end(name.scope()).filter(t -> !t.isAfter(now)).isPresent())
        .map(KeyName::text)
        .toList();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
