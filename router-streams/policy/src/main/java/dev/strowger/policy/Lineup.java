package dev.strowger.policy;

import java.util.List;
import java.util.Optional;

/**
 * All who may stand in the plans of a route, each once.
 *
 * @param contenders in the order of the manifest
 * @param groups in the order in which they are tried; each contender is in one of them
 */
record Lineup(List<Contender> contenders, List<Group> groups) {
  Lineup {
    contenders = List.copyOf(contenders);
    groups = List.copyOf(groups);
  }

  /**
   * Contenders that are put in order among each other.
   *
   * @param title before the reason of each, e.g. {@code tier 2: }
   * @param salt of its draws, so that those of two groups do not hang together
   * @param fixed the reason for a place that no strategy decides about
   */
  record Group(String title, String salt, List<Contender> contenders, Optional<String> fixed) {
    static Group fixed(String reason, Contender only) {
      return new Group("", "", List.of(only), Optional.of(reason));
    }

    Group {
      contenders = List.copyOf(contenders);
    }
  }
}
