package dev.strowger.ingress;

/** Why the door no longer waits for a request it has published. */
enum Cancellation {
  CLIENT_GONE("client gone"),
  DEADLINE("deadline exceeded"),
  NOT_GONE_ON_WITH("nobody went on with the broken answer"),
  NOT_ACKNOWLEDGED("not acknowledged by the log"),
  SHUTDOWN("gateway shutting down");

  private final String label;

  Cancellation(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
