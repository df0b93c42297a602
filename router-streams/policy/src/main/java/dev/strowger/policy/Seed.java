package dev.strowger.policy;

import java.util.Optional;

/** What a draw goes by. */
final class Seed {
  private Seed() {}

  /** What the request has in common with others, if it is known; else its own id. */
  static String of(Optional<Strategy.Sticky> sticky, CallFacts call) {
    if (sticky.isEmpty()) {
      return call.requestId();
    }
    String common =
        switch (sticky.get()) {
          case CONVERSATION -> call.asked().conversation();
          case USER -> call.caller().user();
          case CREDENTIAL -> call.caller().credential();
          case TENANT -> call.caller().tenant();
        };
    return common.isEmpty() ? call.requestId() : common;
  }
}
