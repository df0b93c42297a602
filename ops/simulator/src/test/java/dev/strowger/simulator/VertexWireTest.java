package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VertexWireTest {
  private static final String PLACE = "/v1/projects/p-1/locations/europe-west4/publishers/";
  private static final String GEMINI = PLACE + "google/models/gemini-2.5-pro:";
  private static final String CLAUDE = PLACE + "anthropic/models/claude-sonnet-4-5@20250929:";
  private static final String ASK_GEMINI =
      "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"in 2 words\"}]}]}";
  private static final String TOOLS =
      ",\"tools\":[{\"name\":\"count\",\"input_schema\":" + Stage.SCHEMA + "}]";

  private static Stage stage;

  @BeforeAll
  static void start() {
    stage = new Stage("vertex");
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  private static String claude(String more) {
    return "{\"anthropic_version\":\"vertex-2023-10-16\",\"max_tokens\":99,"
        + "\"messages\":[{\"role\":\"user\",\"content\":\"in 2 words\"}]"
        + more
        + "}";
  }

  @Test
  void geminiAnswersWholeAndStreamed() throws Exception {
    JsonNode whole = stage.json(GEMINI + "generateContent", ASK_GEMINI);
    List<JsonNode> events =
        Caller.events(
            stage
                .post(GEMINI + "streamGenerateContent?alt=sse", ASK_GEMINI)
                .body()
                .replace("\r", ""));

    assertThat(whole.at("/candidates/0/content/parts/0/text").asText()).isEqualTo("You asked:");
    assertThat(whole.path("modelVersion").asText()).isEqualTo("gemini-2.5-pro");
    assertThat(events).hasSize(3);
    assertThat(stage.json(GEMINI + "countTokens", ASK_GEMINI).path("totalTokens").asInt())
        .isEqualTo(7);
  }

  @Test
  void claudeAnswersInAnthropicsFormWithTheModelOfThePath() throws Exception {
    assertThat(stage.json(CLAUDE + "rawPredict", claude("")))
        .isEqualTo(
            Stage.read(
                """
                {"id":"msg_sim000000000000","type":"message","role":"assistant",
                "model":"claude-sonnet-4-5@20250929","container":null,"diagnostics":null,
                "content":[{"type":"text","text":"You asked:"}],
                "stop_reason":"end_turn","stop_sequence":null,"stop_details":null,
                "usage":{"input_tokens":7,"cache_creation_input_tokens":0,
                "cache_read_input_tokens":0,"output_tokens":2,"output_tokens_details":null,
                "cache_creation":null,"server_tool_use":null,"service_tier":"standard",
                "inference_geo":null,"speed":null}}"""));
  }

  @Test
  void claudeStreamsByTheVerbOfThePathAndUsesTools() throws Exception {
    List<JsonNode> plain =
        Caller.events(stage.post(CLAUDE + "streamRawPredict", claude("")).body());
    List<JsonNode> tools =
        Caller.events(stage.post(CLAUDE + "streamRawPredict", claude(TOOLS)).body());

    assertThat(plain.getFirst().path("type").asText()).isEqualTo("message_start");
    assertThat(plain.getLast().path("type").asText()).isEqualTo("message_stop");
    assertThat(tools.get(3).at("/delta/partial_json").asText()).isEqualTo("{\"n\":7}");
  }

  @Test
  void claudeWantsItsVersionInTheBodyAndNoModelThere() throws Exception {
    HttpResponse<String> unversioned =
        stage.post(
            CLAUDE + "rawPredict",
            "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    HttpResponse<String> named = stage.post(CLAUDE + "rawPredict", claude(",\"model\":\"m\""));

    assertThat(unversioned.statusCode()).isEqualTo(400);
    assertThat(Stage.read(unversioned.body()).at("/error/type").asText())
        .isEqualTo("invalid_request_error");
    assertThat(named.body()).contains("Extra inputs are not permitted");
  }

  @Test
  void quotaErrorsAreGooglesAndModelErrorsAnthropics() throws Exception {
    String limited = "{\"error_rate\":1,\"error_status\":429,\"retry_after_s\":2}";
    String overloaded = "{\"error_rate\":1,\"error_status\":529}";

    JsonNode quota = Stage.read(stage.under(limited, CLAUDE + "rawPredict", claude("")).body());
    JsonNode model = Stage.read(stage.under(overloaded, CLAUDE + "rawPredict", claude("")).body());

    assertThat(quota.at("/error/status").asText()).isEqualTo("RESOURCE_EXHAUSTED");
    assertThat(quota.at("/error/details/0/retryDelay").asText()).isEqualTo("2s");
    assertThat(model.at("/error/type").asText()).isEqualTo("overloaded_error");
  }

  @Test
  void countsTokensForClaude() throws Exception {
    JsonNode count =
        stage.json(
            PLACE + "anthropic/models/count-tokens:rawPredict",
            "{\"model\":\"claude-x\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

    assertThat(count).isEqualTo(Stage.read("{\"input_tokens\":5}"));
  }

  @Test
  void predictsEmbeddingsOfText() throws Exception {
    JsonNode embedded =
        stage.json(
            PLACE + "google/models/text-embedding-005:predict",
            "{\"instances\":[{\"content\":\"hello\"},{\"content\":\"you\"}],"
                + "\"parameters\":{\"outputDimensionality\":3}}");

    assertThat(embedded.at("/predictions/0/embeddings/values")).hasSize(3);
    assertThat(embedded.at("/predictions/1/embeddings/statistics"))
        .isEqualTo(Stage.read("{\"token_count\":1,\"truncated\":false}"));
    assertThat(embedded.at("/metadata/billableCharacterCount").asInt()).isEqualTo(8);
  }
}
