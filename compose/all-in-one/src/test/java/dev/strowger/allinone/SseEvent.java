package dev.strowger.allinone;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A server-sent event.
 *
 * @param name empty when the event has none
 * @param data its lines, joined
 */
record SseEvent(String name, String data) {
  private static final Pattern BLANK_LINE = Pattern.compile("\r?\n\r?\n");

  /** The events of a whole body; comments and events without data are left out. */
  static List<SseEvent> all(String body) {
    return BLANK_LINE
        .splitAsStream(body)
        .map(event -> new SseEvent(field("event", event), field("data", event)))
        .filter(event -> !event.data().isEmpty())
        .toList();
  }

  private static String field(String name, String event) {
    return String.join(
        "\n",
        event
            .lines()
            .filter(line -> line.startsWith(name + ":"))
            .map(line -> line.substring(name.length() + 1).stripLeading())
            .toList());
  }
}
