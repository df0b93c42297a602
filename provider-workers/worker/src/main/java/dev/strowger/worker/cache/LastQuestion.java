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

  /** Numbers, and what the model has no pieces for: it takes all of that for the same. */
  private static final Pattern UNTOLD = Pattern.compile("\\p{Nd}+|[^\\p{ASCII}\\p{P}\\p{Z}]+");

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

  /**
   * What embeddings hardly tell apart, in its order: 17 and 18, and all that is not of ASCII
   * letters, as the model is of English. Two emoji, or two words of Japanese, point the same way.
   */
  void untoldInto(Fingerprint print) {
    UNTOLD.matcher(text).results().forEach(part -> print.text(part.group()));
  }
}
