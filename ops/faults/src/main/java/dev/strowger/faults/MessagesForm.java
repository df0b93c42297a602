package dev.strowger.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Streams of the Messages API: one start, blocks opened and closed in turn, one stop. */
final class MessagesForm {
  private final StringBuilder text = new StringBuilder();
  private final List<String> problems = new ArrayList<>();
  private int starts;
  private int stopReasons;
  private long nextBlock;
  private long openBlock = -1;
  private boolean stopped;
  private String error = "";
  private long input = -1;
  private long output = -1;

  private MessagesForm() {}

  static Streamed read(SseEvent.All stream) {
    MessagesForm form = new MessagesForm();
    if (stream.cut()) {
      form.problems.add("the stream ends within an event");
    }
    stream.events().forEach(form::next);
    return form.end();
  }

  private void next(SseEvent event) {
    JsonNode json = event.json();
    String type = json.path("type").asText();
    if (stopped || !error.isEmpty()) {
      problems.add("something comes after the end: " + type);
    }
    switch (type) {
      case "message_start" -> {
        starts++;
        usage(json.at("/message/usage"));
      }
      case "content_block_start" -> {
        block(openBlock < 0 && json.path("index").asLong() == nextBlock, type);
        openBlock = nextBlock++;
      }
      case "content_block_delta" -> {
        block(json.path("index").asLong() == openBlock, type);
        text.append(json.at("/delta/text").asText(""));
      }
      case "content_block_stop" -> {
        block(json.path("index").asLong() == openBlock, type);
        openBlock = -1;
      }
      case "message_delta" -> {
        stopReasons += json.at("/delta/stop_reason").isTextual() ? 1 : 0;
        usage(json.path("usage"));
      }
      case "message_stop" -> stopped = true;
      case "error" -> error = json.at("/error/message").asText("(no message)");
      case "ping" -> {}
      default -> problems.add("no event of this API: " + Texts.cut(event.data()));
    }
  }

  private void usage(JsonNode usage) {
    input = usage.path("input_tokens").asLong(input);
    output = usage.path("output_tokens").asLong(output);
  }

  private void block(boolean inTurn, String type) {
    if (!inTurn) {
      problems.add(type + " out of turn");
    }
  }

  private Streamed end() {
    if (starts != 1) {
      problems.add(starts + " message_start instead of one");
    }
    if (stopped && (stopReasons != 1 || openBlock >= 0)) {
      problems.add(stopReasons + " stop_reasons, or a block left open");
    }
    return new Streamed(text.toString(), input, output, error, stopped, problems);
  }
}
