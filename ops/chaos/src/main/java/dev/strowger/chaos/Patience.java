package dev.strowger.chaos;

import java.time.Duration;
import java.util.Map;

/** How long things may take in a run; each is a bound. */
final class Patience {
  /** From the door's receipt; what is not answered by then is given up by the ledger. */
  static final Duration DEADLINE = Duration.ofSeconds(40);

  /** A client gives up a request. */
  static final Duration CLIENT = Duration.ofSeconds(60);

  /** From the last answer until every accepted request must have ended. */
  static final Duration QUIET = Duration.ofSeconds(75);

  /** Without a change, until the books count as closed. */
  static final Duration STILL = Duration.ofSeconds(3);

  /** From SIGTERM until SIGKILL. */
  static final Duration STOP = Duration.ofSeconds(50);

  static final Map<String, String> SETTINGS =
      Map.of(
          "STROWGER_REQUEST_DEADLINE", DEADLINE.toSeconds() + "s",
          "STROWGER_ROUTER_GRACE", "10s",
          "STROWGER_SHUTDOWN_GRACE", "2s",
          "STROWGER_MAX_BUFFERED", "64MiB");

  private Patience() {}
}
