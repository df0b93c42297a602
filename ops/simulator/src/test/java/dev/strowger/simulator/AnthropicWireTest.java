package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AnthropicWireTest {
  private static final String CHAT = "/v1/messages";
  private static final String THINKS =
      ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}";

  private static Stage stage;

  @BeforeAll
  static void start() {
    stage = new Stage("anthropic");
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  private static String ask(String more) {
    return "{\"model\":\"claude-x\",\"max_tokens\":99,\"messages\":[{\"role\":\"user\","
        + "\"content\":\"in 2 words\"}]"
        + more
        + "}";
  }

  @Test
  void streamsTypedEvents() throws Exception {
    String usage =
        "\"usage\":{\"input_tokens\":7,\"cache_creation_input_tokens\":0,"
            + "\"cache_read_input_tokens\":0,\"output_tokens\":";
    String moreUsage =
        ",\"output_tokens_details\":null,\"cache_creation\":null,\"server_tool_use\":null,"
            + "\"service_tier\":\"standard\",\"inference_geo\":null,\"speed\":null}";

    assertThat(Stage.lines(stage.post(CHAT, ask(",\"stream\":true")).body()))
        .containsExactly(
            "event: message_start",
            "data: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_sim000000000000\","
                + "\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-x\","
                + "\"container\":null,\"diagnostics\":null,"
                + "\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,"
                + "\"stop_details\":null,"
                + usage
                + "1"
                + moreUsage
                + "}}",
            "event: content_block_start",
            "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
                + "{\"type\":\"text\",\"text\":\"\"}}",
            "event: ping",
            "data: {\"type\":\"ping\"}",
            "event: content_block_delta",
            "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                + "{\"type\":\"text_delta\",\"text\":\"You\"}}",
            "event: content_block_delta",
            "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                + "{\"type\":\"text_delta\",\"text\":\" asked:\"}}",
            "event: content_block_stop",
            "data: {\"type\":\"content_block_stop\",\"index\":0}",
            "event: message_delta",
            "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\","
                + "\"stop_sequence\":null,\"stop_details\":null,\"container\":null},"
                + usage
                + "2"
                + moreUsage
                + "}",
            "event: message_stop",
            "data: {\"type\":\"message_stop\"}");
  }

  @Test
  void thinksInABlockOfItsOwnWithASignature() throws Exception {
    JsonNode content = stage.json(CHAT, ask(THINKS)).path("content");
    List<JsonNode> events =
        Caller.events(stage.post(CHAT, ask(THINKS + ",\"stream\":true")).body());

    assertThat(content.at("/0/type").asText()).isEqualTo("thinking");
    assertThat(content.at("/0/signature").asText()).isEqualTo("sig_sim000000000000");
    assertThat(content.at("/1/text").asText()).isEqualTo("You asked:");
    assertThat(events.get(1).at("/content_block/type").asText()).isEqualTo("thinking");
    assertThat(events.get(2).at("/delta/thinking").asText()).isEqualTo("Simulated");
    assertThat(events)
        .contains(
            Stage.read(
                """
                {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta",
                "signature":"sig_sim000000000000"}}"""),
            Stage.read(
                """
                {"type":"content_block_delta","index":1,"delta":{"type":"text_delta",
                "text":"You"}}"""));
    assertThat(events.get(events.size() - 2).at("/usage/output_tokens").asInt()).isEqualTo(8 + 2);
  }

  @Test
  void answersInJsonThatFitsASchema() throws Exception {
    JsonNode whole =
        stage.json(
            CHAT,
            ask(
                ",\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":"
                    + Stage.SCHEMA
                    + "}}"));

    assertThat(whole.at("/content/0/text").asText()).isEqualTo("{\"n\":7}");
  }

  @Test
  void countsTheTokensItWouldCharge() throws Exception {
    String ask =
        "{\"model\":\"claude-x\",\"system\":\"Be brief\",\"messages\":[{\"role\":\"user\","
            + "\"content\":\"in 2 words\"}]%s}";

    JsonNode count = stage.json(CHAT + "/count_tokens", ask.formatted(""));
    JsonNode charged = stage.json(CHAT, ask.formatted(",\"max_tokens\":9"));

    assertThat(count).isEqualTo(Stage.read("{\"input_tokens\":9}"));
    assertThat(charged.at("/usage/input_tokens").asInt()).isEqualTo(9);
  }

  @Test
  void aFilteredAnswerIsARefusalAndAnErrorInAStreamAnEvent() throws Exception {
    JsonNode refused = Stage.read(stage.under("{\"filter_rate\":1}", CHAT, ask("")).body());
    List<String> broken =
        Stage.lines(
            stage
                .under(
                    "{\"stream_error_rate\":1,\"stream_error_after_tokens\":1,"
                        + "\"error_status\":529}",
                    CHAT,
                    ask(",\"stream\":true"))
                .body());

    assertThat(refused.path("stop_reason").asText()).isEqualTo("refusal");
    assertThat(broken.subList(broken.size() - 2, broken.size()))
        .containsExactly(
            "event: error",
            "data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                + "\"message\":\"Simulated error 529 in the middle of a stream.\"}}");
  }
}
