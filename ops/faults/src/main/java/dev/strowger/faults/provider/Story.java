package dev.strowger.faults.provider;

import java.util.ArrayList;
import java.util.List;

/**
 * What every model here answers, so that a seam shows.
 *
 * @param tokens as they are streamed; all but the first begin with a space
 */
public record Story(List<String> tokens) {
  /** Sixty tokens. */
  public static final Story SIXTY =
      of(
          "In eighteen ninety one an undertaker in Kansas City had enough of operators who sent his"
              + " calls to a rival, so he built a switch that needed none of them: two wipers, a"
              + " bank of a hundred contacts, and a ratchet that counted what the caller dialled."
              + " Exchanges all over the world ran on it until the last fell silent.");

  public Story {
    tokens = List.copyOf(tokens);
  }

  static Story of(String text) {
    return new Story(List.of(text.split("(?= )")));
  }

  public String text() {
    return String.join("", tokens);
  }

  public Story first(int count) {
    return new Story(tokens.subList(0, count));
  }

  /** What is left to say once this much was said; all of it if that is no beginning of it. */
  Story after(String said) {
    String whole = text();
    if (said.isEmpty() || !whole.startsWith(said)) {
      return this;
    }
    List<String> rest = new ArrayList<>();
    int at = 0;
    for (String token : tokens) {
      int end = at + token.length();
      if (end > said.length()) {
        rest.add(token.substring(Math.max(0, said.length() - at)));
      }
      at = end;
    }
    return new Story(rest);
  }
}
