package dev.strowger.console;

import dev.strowger.sealing.KeyName;
import dev.strowger.sealing.SealedException;
import dev.strowger.sealing.Sealing;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Destroys the keys of bodies whose time is over. Any number of consoles may do it at once. */
final class KeySweeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KeySweeper.class);
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private final Sealing sealing;
  private final Thread thread;

  KeySweeper(Sealing sealing) {
    this.sealing = sealing;
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

  private void sweep() {
    try {
      List<KeyName> over = sealing.destroyOver();
      if (!over.isEmpty()) {
        log.atInfo().addKeyValue("keys", over.size()).log("keys whose time is over were destroyed");
      }
    } catch (SealedException e) {
      log.atWarn().addKeyValue("reason", e.getMessage()).log("keys could not be destroyed yet");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
