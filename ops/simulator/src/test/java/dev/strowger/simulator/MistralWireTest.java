package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MistralWireTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String HEAD =
      "\"id\":\"sim000000000000\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
          + "\"model\":\"mistral-small\",";
  private static final String TOOLS =
      ",\"tool_choice\":\"any\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"count\","
          + "\"parameters\":"
          + Stage.SCHEMA
          + "}}]";
  private static final String CALL =
      "[{\"id\":\"000000000\",\"type\":\"function\",\"function\":{\"name\":\"count\","
          + "\"arguments\":\"{\\\"n\\\":7}\"},\"index\":0}]";

  private static Stage stage;

  @BeforeAll
  static void start() {
    stage = new Stage("mistral");
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  private static String ask(String more) {
    return "{\"model\":\"mistral-small\",\"messages\":[{\"role\":\"user\",\"content\":"
        + "\"in 2 words\"}]"
        + more
        + "}";
  }

  @Test
  void answersWhole() throws Exception {
    assertThat(stage.json(CHAT, ask("")))
        .isEqualTo(
            Stage.read(
                """
                {"id":"sim000000000000","object":"chat.completion","created":1700000000,
                "model":"mistral-small","choices":[{"index":0,"finish_reason":"stop","message":{
                "role":"assistant","tool_calls":null,"content":"You asked:"}}],
                "usage":{"prompt_tokens":7,"total_tokens":9,"completion_tokens":2}}"""));
  }

  @Test
  void streamsWithTheUsageOnTheLastChunkAndItsChoice() throws Exception {
    assertThat(Stage.lines(stage.post(CHAT, ask(",\"stream\":true")).body()))
        .containsExactly(
            "data: {"
                + HEAD
                + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
                + "\"finish_reason\":null}]}",
            "data: {"
                + HEAD
                + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"You\"},"
                + "\"finish_reason\":null}]}",
            "data: {"
                + HEAD
                + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\" asked:\"},"
                + "\"finish_reason\":null}]}",
            "data: {"
                + HEAD
                + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},"
                + "\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":7,\"total_tokens\":9,\"completion_tokens\":2}}",
            "data: [DONE]");
  }

  @Test
  void callsToolsInOnePiece() throws Exception {
    JsonNode whole = stage.json(CHAT, ask(TOOLS));
    List<JsonNode> events = Caller.events(stage.post(CHAT, ask(TOOLS + ",\"stream\":true")).body());

    assertThat(whole.at("/choices/0/message/tool_calls")).isEqualTo(Stage.read(CALL));
    assertThat(whole.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    assertThat(events).hasSize(2);
    assertThat(events.getLast().at("/choices/0/delta/tool_calls")).isEqualTo(Stage.read(CALL));
    assertThat(events.getLast().at("/usage/total_tokens").asInt()).isEqualTo(8);
  }

  @Test
  void thinksInChunksOfTheContent() throws Exception {
    String thinks = ",\"prompt_mode\":\"reasoning\"";

    JsonNode content = stage.json(CHAT, ask(thinks)).at("/choices/0/message/content");
    List<JsonNode> events =
        Caller.events(stage.post(CHAT, ask(thinks + ",\"stream\":true")).body());

    assertThat(content.at("/0/type").asText()).isEqualTo("thinking");
    assertThat(content.at("/0/thinking/0/text").asText()).startsWith("Simulated mistral-small");
    assertThat(content.at("/1"))
        .isEqualTo(Stage.read("{\"type\":\"text\",\"text\":\"You asked:\"}"));
    assertThat(events.get(1).at("/choices/0/delta/content/0")).isEqualTo(content.at("/0"));
    assertThat(events.get(2).at("/choices/0/delta/content").asText()).isEqualTo("You");
  }

  @Test
  void answersInJsonThatFitsASchema() throws Exception {
    JsonNode whole =
        stage.json(
            CHAT,
            ask(
                ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"o\","
                    + "\"schema\":"
                    + Stage.SCHEMA
                    + "}}"));

    assertThat(whole.at("/choices/0/message/content").asText()).isEqualTo("{\"n\":7}");
  }

  @Test
  void refusesMembersItDoesNotKnow() throws Exception {
    HttpResponse<String> refused = stage.post(CHAT, ask(",\"max_completion_tokens\":5"));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(Stage.read(refused.body()))
        .isEqualTo(
            Stage.read(
                """
                {"detail":[{"type":"extra_forbidden","loc":["body","max_completion_tokens"],
                "msg":"Extra inputs are not permitted","input":null}]}"""));
  }

  @Test
  void otherErrorsCallThemselvesOneInAStreamToo() throws Exception {
    String limited = "{\"error_rate\":1,\"error_status\":429}";
    String broken = "{\"stream_error_rate\":1,\"stream_error_after_tokens\":1}";

    JsonNode error = Stage.read(stage.under(limited, CHAT, ask("")).body());
    List<JsonNode> events =
        Caller.events(stage.under(broken, CHAT, ask(",\"stream\":true")).body());

    assertThat(error)
        .isEqualTo(
            Stage.read(
                """
                {"object":"error","message":"Simulated error 429 of mistral.",
                "type":"service_tier_capacity_exceeded","param":null,"code":"3505"}"""));
    assertThat(events.getLast().path("object").asText()).isEqualTo("error");
  }

  @Test
  void embedsWithALengthOfItsOwnName() throws Exception {
    JsonNode embedded =
        stage.json(
            "/v1/embeddings",
            "{\"model\":\"codestral-embed\",\"input\":[\"a\"],\"output_dimension\":6}");

    assertThat(embedded.at("/data/0/embedding")).hasSize(6);
  }
}
