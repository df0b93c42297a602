package dev.strowger.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Whether an answer is whole. */
final class Answers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATA = "data: ";
  private static final String END = "[DONE]";

  private Answers() {}

  /**
   * What is wrong with it; empty if nothing.
   *
   * @param words how many it must have
   */
  static Optional<String> problem(String body, boolean stream, int words) {
    try {
      return stream ? ofStream(body, words) : ofWhole(JSON.readTree(body), words);
    } catch (JsonProcessingException e) {
      return Optional.of("not JSON");
    }
  }

  private static Optional<String> ofWhole(JsonNode body, int words) {
    JsonNode choice = body.path("choices").path(0);
    return complete(
        choice.path("message").path("content").asText(),
        choice.path("finish_reason").asText(),
        words);
  }

  private static Optional<String> ofStream(String body, int words) throws JsonProcessingException {
    StringBuilder text = new StringBuilder();
    Set<String> ids = new HashSet<>();
    String finish = "";
    boolean ended = false;
    for (String line : body.split("\n", -1)) {
      if (!line.startsWith(DATA)) {
        continue;
      }
      if (ended) {
        return Optional.of("stream goes on after its end");
      }
      if (line.startsWith(END, DATA.length())) {
        ended = true;
        continue;
      }
      JsonNode event = JSON.readTree(line.substring(DATA.length()));
      if (event.has("error")) {
        return Optional.of("stream error " + event.path("error").path("code").asText("unknown"));
      }
      ids.add(event.path("id").asText());
      JsonNode choice = event.path("choices").path(0);
      text.append(choice.path("delta").path("content").asText(""));
      finish = choice.path("finish_reason").asText(finish);
    }
    if (!ended) {
      return Optional.of("stream without its end");
    }
    return ids.size() == 1 ? complete(text.toString(), finish, words) : Optional.of("two ids");
  }

  private static Optional<String> complete(String text, String finish, int words) {
    if (!finish.equals("stop")) {
      return Optional.of("finish reason " + finish);
    }
    int found = text.strip().split("\\s+").length;
    return found == words ? Optional.empty() : Optional.of(found + " words instead of " + words);
  }
}
