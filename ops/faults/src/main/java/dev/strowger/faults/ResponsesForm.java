package dev.strowger.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Streams of the Responses API: numbered events of one response, completed once, at the end. */
final class ResponsesForm {
  private final StringBuilder text = new StringBuilder();
  private final Set<String> ids = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private long nextNumber;
  private int created;
  private boolean completed;
  private String error = "";
  private long input = -1;
  private long output = -1;

  private ResponsesForm() {}

  static Streamed read(SseEvent.All stream) {
    ResponsesForm form = new ResponsesForm();
    if (stream.cut()) {
      form.problems.add("the stream ends within an event");
    }
    stream.events().forEach(form::next);
    if (form.created != 1) {
      form.problems.add(form.created + " response.created instead of one");
    }
    if (form.ids.size() != 1) {
      form.problems.add(form.ids.size() + " response ids instead of one");
    }
    return new Streamed(
        form.text.toString(), form.input, form.output, form.error, form.completed, form.problems);
  }

  private void next(SseEvent event) {
    JsonNode json = event.json();
    String type = json.path("type").asText();
    if (completed) {
      problems.add("something comes after response.completed: " + type);
    }
    if (!type.equals(event.name())) {
      problems.add("event " + event.name() + " calls itself " + type);
    }
    if (json.path("sequence_number").asLong(-1) != nextNumber++) {
      problems.add("sequence_number " + json.path("sequence_number") + " of " + type);
    }
    if (json.path("response").has("id")) {
      ids.add(json.at("/response/id").asText());
    }
    switch (type) {
      case "response.created" -> created++;
      case "response.output_text.delta" -> text.append(json.path("delta").asText());
      case "response.output_text.done" -> same("output_text.done", json.path("text").asText());
      case "response.completed" -> complete(json.path("response"));
      case "error" -> error = json.path("message").asText("(no message)");
      case "response.failed" -> error = json.at("/response/error/message").asText("(no message)");
      default -> {}
    }
  }

  private void complete(JsonNode response) {
    completed = true;
    input = response.at("/usage/input_tokens").asLong(-1);
    output = response.at("/usage/output_tokens").asLong(-1);
    StringBuilder all = new StringBuilder();
    for (JsonNode item : response.path("output")) {
      item.path("content").forEach(part -> all.append(part.path("text").asText()));
    }
    same("response.completed", all.toString());
  }

  private void same(String where, String whole) {
    if (!whole.contentEquals(text)) {
      problems.add(where + " has another text than the deltas: " + Texts.cut(whole));
    }
  }
}
