package dev.strowger.ingress;

import dev.strowger.features.TokenEstimate;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is said in a request, as its body is read: the user's last words and those before, and how
 * many tokens all of it may be. Holds a bounded part.
 */
final class PromptText {
  /** Of one message, and of all of the user's earlier ones together. */
  static final int MAX_CHARS = 16 * 1024;

  private static final int TOKENS_OF_A_MESSAGE = 4;

  /**
   * What was said.
   *
   * @param last by the user; the instructions if the user said nothing
   * @param earlier by the user, newest first
   * @param opening the first instructions and the user's first words, which all turns of a
   *     conversation share
   */
  record Said(String last, String earlier, String opening) {}

  private final StringBuilder message = new StringBuilder();
  private final Deque<String> earlier = new ArrayDeque<>();
  private TokenEstimate tokens = new TokenEstimate();
  private int earlierChars;
  private String instructions = "";
  private String first = "";
  private String last = "";

  /** Forgets the messages, for a field that is repeated: the last one counts. */
  void reset() {
    message.setLength(0);
    earlier.clear();
    earlierChars = 0;
    tokens = new TokenEstimate();
    instructions = "";
    first = "";
    last = "";
  }

  /** Takes a part of the message that is being read. */
  void add(char[] chars, int from, int length) {
    count(chars, from, length);
    if (!message.isEmpty() && message.length() < MAX_CHARS) {
      message.append('\n');
    }
    message.append(
        chars, from, Math.min(length, MAX_CHARS - Math.min(MAX_CHARS, message.length())));
  }

  /** Takes what is no words of the message's author, e.g. what a tool gave. */
  void count(char[] chars, int from, int length) {
    tokens.add(chars, from, length);
  }

  void count(double more) {
    tokens.add(more);
  }

  long tokens() {
    return tokens.tokens();
  }

  /**
   * The message is read.
   *
   * @param role as the API names it; may be one that says nothing here
   */
  void end(String role) {
    tokens.add(TOKENS_OF_A_MESSAGE);
    String text = message.toString();
    message.setLength(0);
    if (text.isBlank()) {
      return;
    }
    switch (role) {
      case "user" -> user(text);
      case "system", "developer" -> instructions = instructions.isEmpty() ? text : instructions;
      default -> {}
    }
  }

  private void user(String text) {
    if (first.isEmpty()) {
      first = text;
    }
    if (!last.isEmpty()) {
      earlier.addFirst(last);
      earlierChars += last.length();
      while (earlierChars > MAX_CHARS) {
        earlierChars -= earlier.removeLast().length();
      }
    }
    last = text;
  }

  /**
   * @param system instructions that stand beside the messages
   */
  Said said(PromptText system) {
    String told = system.last.isEmpty() ? instructions : system.last;
    String opening = told.isEmpty() && first.isEmpty() ? "" : told + "\0" + first;
    return new Said(last.isEmpty() ? told : last, String.join("\n", earlier), opening);
  }

  Said said() {
    return said(new PromptText());
  }
}
