package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OllamaWireTest {
  private static final String CHAT = "/api/chat";
  private static final String HEAD =
      "{\"model\":\"qwen3\",\"created_at\":\"2023-11-14T22:13:20Z\",\"message\":"
          + "{\"role\":\"assistant\",\"content\":";
  private static final String TOOLS =
      ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"count\",\"parameters\":"
          + Stage.SCHEMA
          + "}}]";

  private static Stage stage;

  @BeforeAll
  static void start() {
    stage = new Stage("ollama");
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  private static String ask(String more) {
    return "{\"model\":\"qwen3\",\"messages\":[{\"role\":\"user\",\"content\":\"in 2 words\"}]"
        + more
        + "}";
  }

  @Test
  void streamsLinesOfJson() throws Exception {
    assertThat(Stage.lines(stage.post(CHAT, ask("")).body()))
        .containsExactly(
            HEAD + "\"You\"},\"done\":false}",
            HEAD + "\" asked:\"},\"done\":false}",
            HEAD
                + "\"\"},\"done_reason\":\"stop\",\"done\":true,\"total_duration\":3000000,"
                + "\"load_duration\":0,\"prompt_eval_count\":7,\"prompt_eval_duration\":1000000,"
                + "\"eval_count\":2,\"eval_duration\":2000000}");
  }

  @Test
  void callsToolsWithTheirArgumentsAsAnObject() throws Exception {
    List<String> lines = Stage.lines(stage.post(CHAT, ask(TOOLS)).body());

    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst())
        .isEqualTo(
            HEAD
                + "\"\",\"tool_calls\":[{\"function\":{\"name\":\"count\",\"arguments\":"
                + "{\"n\":7}}}]},\"done\":false}");
  }

  @Test
  void thinksBesideItsContent() throws Exception {
    JsonNode whole = stage.json(CHAT, ask(",\"think\":true,\"stream\":false"));
    List<String> lines = Stage.lines(stage.post(CHAT, ask(",\"think\":\"low\"")).body());

    assertThat(whole.at("/message/content").asText()).isEqualTo("You asked:");
    assertThat(whole.at("/message/thinking").asText()).startsWith("Simulated qwen3");
    assertThat(whole.path("eval_count").asInt()).isEqualTo(8 + 2);
    assertThat(lines.getFirst())
        .isEqualTo(HEAD + "\"\",\"thinking\":\"Simulated\"},\"done\":false}");
    assertThat(lines).hasSize(8 + 2 + 1);
  }

  @Test
  void answersInJsonThatFitsASchema() throws Exception {
    JsonNode whole = stage.json(CHAT, ask(",\"stream\":false,\"format\":" + Stage.SCHEMA));

    assertThat(whole.at("/message/content").asText()).isEqualTo("{\"n\":7}");
  }

  @Test
  void errorsAreATextInAStreamToo() throws Exception {
    HttpResponse<String> refused =
        stage.under("{\"error_rate\":1,\"error_status\":404}", CHAT, ask(""));
    List<String> broken =
        Stage.lines(
            stage
                .under("{\"stream_error_rate\":1,\"stream_error_after_tokens\":1}", CHAT, ask(""))
                .body());

    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(refused.body()).isEqualTo("{\"error\":\"Simulated error 404 of ollama.\"}");
    assertThat(broken)
        .containsExactly(
            HEAD + "\"You\"},\"done\":false}",
            "{\"error\":\"Simulated error 500 in the middle of a stream.\"}");
  }

  @Test
  void embedsATextOrSeveral() throws Exception {
    JsonNode embedded =
        stage.json("/api/embed", "{\"model\":\"nomic\",\"input\":[\"hello\",\"you\"]}");

    assertThat(embedded.at("/embeddings/1")).hasSize(768);
    assertThat(embedded.path("prompt_eval_count").asInt()).isEqualTo(3);
    assertThat(embedded.path("model").asText()).isEqualTo("nomic");
  }
}
