package dev.strowger.console;

import dev.strowger.topics.Topics;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a dead letter stands; written {@code llm.dead.letters/<partition>/<offset>}. */
record LetterId(int partition, long offset) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:" + Pattern.quote(Topics.DEAD_LETTERS.name()) + "/)?(\\d{1,9})/(\\d{1,18})");

  /** The topic may be left out. */
  static Optional<LetterId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new LetterId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** {@code <partition>/<offset>}. */
  String place() {
    return partition + "/" + offset;
  }

  @Override
  public String toString() {
    return Topics.DEAD_LETTERS.name() + "/" + place();
  }
}
