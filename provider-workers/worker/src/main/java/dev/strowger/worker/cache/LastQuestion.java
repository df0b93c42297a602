package dev.strowger.worker.cache;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the user said last, if it is text alone and short enough for its embedding to be about all
 * of it.
 *
 * @param content where it stands in the body
 * @param text all of it
 */
record LastQuestion(JsonNode content, String text) {
  /** Embeddings are of the first 256 word pieces, two of which are marks of their own. */
  private static final int MOST_PIECES = 254;

  private static final Pattern NUMBER = Pattern.compile("\\p{Nd}+");

  /**
   * @param api as in the request
   */
  static Optional<LastQuestion> of(JsonNode body, String api) {
    Optional<LastQuestion> last =
        switch (api) {
          case "chat_completions", "messages" -> ofTurns(body.path("messages"), "text");
          case "responses" ->
              body.path("input").isTextual()
                  ? ofContent(body.path("input"), "input_text")
                  : ofTurns(body.path("input"), "input_text");
          case "completions" -> ofContent(body.path("prompt"), "text");
          default -> Optional.empty();
        };
    return last.filter(question -> pieces(question.text()) <= MOST_PIECES);
  }

  private static Optional<LastQuestion> ofTurns(JsonNode turns, String textType) {
    if (!turns.isArray() || turns.isEmpty()) {
      return Optional.empty();
    }
    JsonNode last = turns.get(turns.size() - 1);
    return last.path("role").asText().equals("user")
        ? ofContent(last.path("content"), textType)
        : Optional.empty();
  }

  private static Optional<LastQuestion> ofContent(JsonNode content, String textType) {
    if (content.isTextual()) {
      return Optional.of(new LastQuestion(content, content.textValue()));
    }
    if (!content.isArray() || content.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      if (!part.path("type").asText().equals(textType) || !part.path("text").isTextual()) {
        return Optional.empty();
      }
      text.append(part.path("text").textValue()).append('\n');
    }
    return Optional.of(new LastQuestion(content, text.toString()));
  }

  /** More than a text has, unless its words are of single letters. */
  private static int pieces(String text) {
    int halves = 0;
    for (int i = 0; i < text.length() && halves <= 2 * MOST_PIECES; i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      halves += letter ? 1 : Character.isWhitespace(c) ? 0 : 2;
    }
    return (halves + 1) / 2;
  }

  /** Numbers in it, in their order: embeddings hardly tell 17 from 18. */
  void numbersInto(Fingerprint print) {
    NUMBER.matcher(text).results().forEach(number -> print.text(number.group()));
  }
}
