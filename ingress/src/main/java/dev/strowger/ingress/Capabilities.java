package dev.strowger.ingress;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a target must be able to do for a request, in the words of the catalogue of models. */
final class Capabilities {
  static final String TOOLS = "tools";
  static final String VISION = "vision";
  static final String AUDIO = "audio";
  static final String FILES = "files";
  static final String LOGPROBS = "logprobs";
  static final String REASONING = "reasoning";

  /** What may be left out of a lenient request. */
  private static final Set<String> DISPENSABLE = Set.of(LOGPROBS, REASONING);

  private final Set<String> needed = new TreeSet<>();

  Capabilities with(String capability, boolean needs) {
    if (needs) {
      needed.add(capability);
    }
    return this;
  }

  /**
   * @param format {@code json_object} or {@code json_schema}; empty for text
   */
  Capabilities format(String format) {
    return format.isEmpty() ? this : with(format, true);
  }

  List<String> list() {
    return List.copyOf(needed);
  }

  static List<String> lenient(List<String> needed) {
    List<String> left = new ArrayList<>(needed);
    left.removeAll(DISPENSABLE);
    return left;
  }
}
