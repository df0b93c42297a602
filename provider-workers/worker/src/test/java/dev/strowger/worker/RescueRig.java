package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.strowger.channel.Frame;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Providers that say numbered words, so that what is missing or said twice shows. */
abstract class RescueRig extends WorkerRig {
  static final ObjectMapper JSON = new ObjectMapper();
  static final int WHOLE = 60;

  final List<JsonNode> questions = new CopyOnWriteArrayList<>();

  void assertWhole() {
    assertThat(words()).hasSize(WHOLE).doesNotHaveDuplicates();
    assertThat(door.frames(id).getLast()).isEqualTo(new Frame.End());
    assertThat(door.text(id)).containsOnlyOnce("\"finish_reason\":\"stop\"");
  }

  /** What the client reads. */
  List<String> words() {
    StringBuilder text = new StringBuilder();
    for (String line : door.text(id).split("\n")) {
      if (line.startsWith("data: {")) {
        text.append(content(line.substring(6)));
      }
    }
    return List.of(text.toString().strip().split(" "));
  }

  static String content(String json) {
    try {
      return JSON.readTree(json).at("/choices/0/delta/content").asText("");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** How many words the request says were said before. */
  int said(HttpExchange exchange) throws Exception {
    JsonNode question = JSON.readTree((byte[]) exchange.getAttribute(ScriptedProvider.BODY));
    questions.add(question);
    String text = question.at("/messages/1/content").asText("").strip();
    return text.isEmpty() ? 0 : text.split(" ").length;
  }

  void goesOn(HttpExchange exchange) throws Exception {
    wholeFrom(exchange, said(exchange));
  }

  static void wholeFrom(HttpExchange exchange, int from) throws Exception {
    ScriptedProvider.finish(tokens(exchange, from, WHOLE));
  }

  static OutputStream tokens(HttpExchange exchange, int from, int to) throws Exception {
    OutputStream out = ScriptedProvider.stream(exchange);
    for (int i = from; i < to; i++) {
      ScriptedProvider.token(out, "w" + i + " ");
    }
    return out;
  }

  static String events(int from, int to) {
    StringBuilder events = new StringBuilder();
    for (int i = from; i < to; i++) {
      events
          .append("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,")
          .append("\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"w")
          .append(i)
          .append(" \"}}]}\n\n");
    }
    return events.toString();
  }
}
