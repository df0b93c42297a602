package dev.strowger.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Streams of chat completions: one id, one role, one finish, one usage, [DONE] at the very end. */
final class ChatForm {
  private final StringBuilder text = new StringBuilder();
  private final Set<String> ids = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private int roles;
  private int finishes;
  private int usages;
  private long input = -1;
  private long output = -1;
  private String error = "";
  private boolean done;

  private ChatForm() {}

  static Streamed read(SseEvent.All stream) {
    ChatForm form = new ChatForm();
    if (stream.cut()) {
      form.problems.add("the stream ends within an event");
    }
    stream.events().forEach(form::next);
    return form.end();
  }

  private void next(SseEvent event) {
    if (done || !error.isEmpty()) {
      problems.add("something comes after the end: " + Texts.cut(event.data()));
    } else if (event.data().equals("[DONE]")) {
      done = true;
    } else if (event.json().has("error")) {
      error = event.json().at("/error/message").asText("(no message)");
    } else if (event.json().path("object").asText().equals("chat.completion.chunk")) {
      chunk(event.json());
    } else {
      problems.add("no chunk: " + Texts.cut(event.data()));
    }
  }

  private void chunk(JsonNode chunk) {
    ids.add(chunk.path("id").asText());
    if (chunk.path("usage").isObject()) {
      usages++;
      input = chunk.at("/usage/prompt_tokens").asLong(-1);
      output = chunk.at("/usage/completion_tokens").asLong(-1);
      if (chunk.at("/usage/total_tokens").asLong() != input + output) {
        problems.add("total_tokens is not the sum of the others");
      }
    }
    for (JsonNode choice : chunk.path("choices")) {
      String piece = choice.at("/delta/content").asText("");
      if (finishes > 0 && !piece.isEmpty()) {
        problems.add("text after the finish_reason");
      }
      text.append(choice.at("/delta/content").isTextual() ? piece : "");
      roles += choice.at("/delta/role").isTextual() ? 1 : 0;
      if (choice.path("finish_reason").isTextual()) {
        finishes++;
      }
    }
  }

  private Streamed end() {
    if (!ids.isEmpty() && ids.size() != 1) {
      problems.add(ids.size() + " ids instead of one");
    }
    if (!ids.isEmpty() && roles != 1) {
      problems.add(roles + " role deltas instead of one");
    }
    if (done) {
      count(finishes, "finish_reasons");
      count(usages, "usage chunks");
    } else if (finishes > 0) {
      problems.add("a finish_reason without [DONE]");
    }
    return new Streamed(text.toString(), input, output, error, done, problems);
  }

  private void count(int found, String what) {
    if (found != 1) {
      problems.add(found + " " + what + " instead of one");
    }
  }
}
