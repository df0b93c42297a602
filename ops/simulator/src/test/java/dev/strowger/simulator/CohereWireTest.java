package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CohereWireTest {
  private static final String CHAT = "/v2/chat";
  private static final String TOOLS =
      ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"count\",\"parameters\":"
          + Stage.SCHEMA
          + "}}]";

  private static Stage stage;

  @BeforeAll
  static void start() {
    stage = new Stage("cohere-v2");
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  private static String ask(String more) {
    return "{\"model\":\"command-a\",\"messages\":[{\"role\":\"user\",\"content\":\"in 2 words\"}]"
        + more
        + "}";
  }

  private static String usage(int output) {
    return """
        {"billed_units":{"input_tokens":7,"output_tokens":%1$s},\
        "tokens":{"input_tokens":7,"output_tokens":%1$s}}"""
        .formatted(output);
  }

  @Test
  void answersWithContentInBlocks() throws Exception {
    assertThat(stage.json(CHAT, ask("")))
        .isEqualTo(
            Stage.read(
                """
                {"id":"sim000000000000","message":{"role":"assistant","content":[{"type":"text",
                "text":"You asked:"}]},"finish_reason":"COMPLETE","usage":"""
                    + usage(2)
                    + "}"));
  }

  @Test
  void streamsEventsThatAreNamedAndTyped() throws Exception {
    assertThat(Stage.lines(stage.post(CHAT, ask(",\"stream\":true")).body()))
        .containsExactly(
            "event: message-start",
            "data: {\"id\":\"sim000000000000\",\"type\":\"message-start\",\"delta\":{\"message\":"
                + "{\"role\":\"assistant\",\"content\":[],\"tool_plan\":\"\",\"tool_calls\":[],"
                + "\"citations\":[]}}}",
            "event: content-start",
            "data: {\"type\":\"content-start\",\"index\":0,\"delta\":{\"message\":{\"content\":"
                + "{\"type\":\"text\",\"text\":\"\"}}}}",
            "event: content-delta",
            "data: {\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":"
                + "{\"text\":\"You\"}}}}",
            "event: content-delta",
            "data: {\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":"
                + "{\"text\":\" asked:\"}}}}",
            "event: content-end",
            "data: {\"type\":\"content-end\",\"index\":0}",
            "event: message-end",
            "data: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\",\"usage\":"
                + usage(2)
                + "}}");
  }

  @Test
  void plansAndCallsTools() throws Exception {
    JsonNode whole = stage.json(CHAT, ask(TOOLS));
    List<String> lines = Stage.lines(stage.post(CHAT, ask(TOOLS + ",\"stream\":true")).body());

    assertThat(whole.path("message"))
        .isEqualTo(
            Stage.read(
                """
                {"role":"assistant","tool_plan":"I will use count.","tool_calls":[{
                "id":"call_sim000000000000","type":"function","function":{"name":"count",
                "arguments":"{\\"n\\":7}"}}]}"""));
    assertThat(whole.path("finish_reason").asText()).isEqualTo("TOOL_CALL");
    assertThat(lines.subList(2, 10))
        .containsExactly(
            "event: tool-plan-delta",
            "data: {\"type\":\"tool-plan-delta\",\"delta\":{\"message\":"
                + "{\"tool_plan\":\"I will use count.\"}}}",
            "event: tool-call-start",
            "data: {\"type\":\"tool-call-start\",\"index\":0,\"delta\":{\"message\":{\"tool_calls\":"
                + "{\"id\":\"call_sim000000000000\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"count\",\"arguments\":\"\"}}}}}",
            "event: tool-call-delta",
            "data: {\"type\":\"tool-call-delta\",\"index\":0,\"delta\":{\"message\":{\"tool_calls\":"
                + "{\"function\":{\"arguments\":\"{\\\"n\\\":7}\"}}}}}",
            "event: tool-call-end",
            "data: {\"type\":\"tool-call-end\",\"index\":0}");
  }

  @Test
  void thinksInABlockOfItsOwn() throws Exception {
    String thinks = ",\"thinking\":{\"type\":\"enabled\"}";

    JsonNode whole = stage.json(CHAT, ask(thinks));
    String stream = stage.post(CHAT, ask(thinks + ",\"stream\":true")).body();

    assertThat(whole.at("/message/content/0/type").asText()).isEqualTo("thinking");
    assertThat(whole.at("/message/content/1/text").asText()).isEqualTo("You asked:");
    assertThat(stream)
        .contains(
            "{\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":"
                + "{\"thinking\":\"Simulated\"}}}}",
            "{\"type\":\"content-delta\",\"index\":1,\"delta\":{\"message\":{\"content\":"
                + "{\"text\":\"You\"}}}}");
  }

  @Test
  void answersInJsonThatFitsASchema() throws Exception {
    JsonNode whole =
        stage.json(
            CHAT,
            ask(
                ",\"response_format\":{\"type\":\"json_object\",\"json_schema\":"
                    + Stage.SCHEMA
                    + "}"));

    assertThat(whole.at("/message/content/0/text").asText()).isEqualTo("{\"n\":7}");
  }

  @Test
  void refusesWithAMessage() throws Exception {
    HttpResponse<String> limited =
        stage.under("{\"error_rate\":1,\"error_status\":429,\"retry_after_s\":4}", CHAT, ask(""));
    HttpResponse<String> empty = stage.post(CHAT, "{\"model\":\"m\"}");

    assertThat(Stage.read(limited.body()))
        .isEqualTo(Stage.read("{\"message\":\"Simulated error 429 of cohere-v2.\"}"));
    assertThat(limited.headers().firstValue("retry-after")).contains("4");
    assertThat(empty.statusCode()).isEqualTo(400);
  }

  @Test
  void anErrorInAStreamStandsInItsEnd() throws Exception {
    List<JsonNode> events =
        Caller.events(
            stage
                .under(
                    "{\"stream_error_rate\":1,\"stream_error_after_tokens\":1}",
                    CHAT,
                    ask(",\"stream\":true"))
                .body());

    assertThat(events.getLast().at("/delta/finish_reason").asText()).isEqualTo("ERROR");
    assertThat(events.getLast().at("/delta/error").asText()).contains("Simulated error 500");
    assertThat(events).hasSize(4);
  }

  @Test
  void embedsByType() throws Exception {
    JsonNode embedded =
        stage.json(
            "/v2/embed",
            "{\"model\":\"embed-v4.0\",\"texts\":[\"hello\"],\"input_type\":\"search_query\","
                + "\"output_dimension\":4,\"embedding_types\":[\"float\",\"base64\"]}");
    HttpResponse<String> untyped =
        stage.post("/v2/embed", "{\"model\":\"embed-v4.0\",\"texts\":[\"hello\"]}");

    assertThat(embedded.at("/embeddings/float/0")).hasSize(4);
    assertThat(embedded.at("/embeddings/base64/0").isTextual()).isTrue();
    assertThat(embedded.at("/meta/billed_units/input_tokens").asInt()).isEqualTo(2);
    assertThat(embedded.path("response_type").asText()).isEqualTo("embeddings_by_type");
    assertThat(untyped.statusCode()).isEqualTo(400);
  }
}
