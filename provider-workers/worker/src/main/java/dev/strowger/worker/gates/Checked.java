package dev.strowger.worker.gates;

import java.util.List;

/** What a look at an answer came to. */
public sealed interface Checked {
  /**
   * It may be given.
   *
   * @param untold gates that could not look, each with why; they let pass
   */
  record Accepted(List<String> untold) implements Checked {
    public Accepted {
      untold = List.copyOf(untold);
    }
  }

  /**
   * @param gate as {@code accept} names it
   * @param why in our words; never a word of prompt or answer
   */
  record NotAccepted(String gate, String why) implements Checked {
    /** As it stands in events. */
    public String message() {
      return gate + ": " + why;
    }
  }
}
