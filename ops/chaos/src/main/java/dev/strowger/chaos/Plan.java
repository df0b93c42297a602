package dev.strowger.chaos;

import java.util.List;

/**
 * What a run does.
 *
 * @param kinds of parts that are killed
 * @param perSecond requests
 * @param seconds of load; a rolling restart takes as long as it takes
 */
record Plan(Mode mode, List<Kind> kinds, int brokers, double perSecond, int seconds, long seed) {
  /** What is done to the parts. */
  enum Mode {
    KILLING,
    ROLLING,
    ALL_IN_ONE
  }

  Plan {
    kinds = List.copyOf(kinds);
  }

  String title() {
    return switch (mode) {
      case KILLING -> "Parts killed at random, " + brokers + " brokers";
      case ROLLING -> "Rolling restart of every part, " + brokers + " brokers";
      case ALL_IN_ONE -> "The one process killed twice";
    };
  }
}
