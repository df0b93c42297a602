package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

class BedrockWireTest {
  private static final String MODEL = "/model/anthropic.claude-3-5-sonnet-20241022-v2%3A0/";
  private static final String TOOLS =
      ",\"toolConfig\":{\"tools\":[{\"toolSpec\":{\"name\":\"count\",\"inputSchema\":{\"json\":"
          + Stage.SCHEMA
          + "}}}]}";
  private static final String THINKS =
      ",\"additionalModelRequestFields\":{\"thinking\":{\"type\":\"enabled\"}}";

  private static Stage stage;

  @BeforeAll
  static void start() {
    stage = new Stage("bedrock-converse");
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  private static String ask(String more) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"in 2 words\"}]}]"
        + more
        + "}";
  }

  /** A frame as "event-type payload", without its padding. */
  private static List<String> frames(String behaviour, String more) throws Exception {
    stage.behave(behaviour);
    HttpResponse<byte[]> response = stage.bytes(MODEL + "converse-stream", ask(more));
    assertThat(response.headers().firstValue("content-type"))
        .contains("application/vnd.amazon.eventstream");
    MessageDecoder decoder = new MessageDecoder();
    decoder.feed(response.body());
    List<String> frames = new ArrayList<>();
    for (Message message : decoder.getDecodedMessages()) {
      Map<String, HeaderValue> headers = message.getHeaders();
      boolean event = header(headers, ":message-type").equals("event");
      assertThat(header(headers, ":content-type")).isEqualTo("application/json");
      frames.add(
          (event ? "" : header(headers, ":message-type") + " ")
              + header(headers, event ? ":event-type" : ":exception-type")
              + " "
              + new String(message.getPayload(), StandardCharsets.UTF_8)
                  .replace(",\"p\":\"abcdefghij\"", ""));
    }
    return frames;
  }

  private static String header(Map<String, HeaderValue> headers, String name) {
    HeaderValue value = headers.get(name);
    return value == null ? "" : value.getString();
  }

  @Test
  void conversesWithAModelWhoseIdIsEscaped() throws Exception {
    JsonNode whole = stage.json(MODEL + "converse", ask(""));
    JsonNode arn =
        stage.json(
            "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.m/converse",
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}");

    assertThat(whole)
        .isEqualTo(
            Stage.read(
                """
                {"output":{"message":{"role":"assistant","content":[{"text":"You asked:"}]}},
                "stopReason":"end_turn","usage":{"inputTokens":7,"outputTokens":2,"totalTokens":9},
                "metrics":{"latencyMs":2}}"""));
    assertThat(arn.at("/output/message/content/0/text").asText())
        .contains("simulated arn:aws:bedrock:us-east-1:1:inference-profile/us.m");
  }

  @Test
  void streamsBinaryFrames() throws Exception {
    assertThat(frames("{}", ""))
        .containsExactly(
            "messageStart {\"role\":\"assistant\"}",
            "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"text\":\"You\"}}",
            "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"text\":\" asked:\"}}",
            "contentBlockStop {\"contentBlockIndex\":0}",
            "messageStop {\"stopReason\":\"end_turn\"}",
            "metadata {\"usage\":{\"inputTokens\":7,\"outputTokens\":2,\"totalTokens\":9},"
                + "\"metrics\":{\"latencyMs\":2}}");
  }

  @Test
  void usesToolsWholeAndStreamed() throws Exception {
    JsonNode whole = stage.json(MODEL + "converse", ask(TOOLS));

    assertThat(whole.path("stopReason").asText()).isEqualTo("tool_use");
    assertThat(whole.at("/output/message/content/0"))
        .isEqualTo(
            Stage.read(
                """
                {"toolUse":{"toolUseId":"tooluse_sim000000000000","name":"count",
                "input":{"n":7}}}"""));
    assertThat(frames("{}", TOOLS))
        .contains(
            "contentBlockStart {\"contentBlockIndex\":0,\"start\":{\"toolUse\":{\"toolUseId\":"
                + "\"tooluse_sim000000000000\",\"name\":\"count\"}}}",
            "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"toolUse\":{\"input\":"
                + "\"{\\\"n\\\":7}\"}}}",
            "messageStop {\"stopReason\":\"tool_use\"}");
  }

  @Test
  void showsItsReasoningWhenAsked() throws Exception {
    JsonNode whole = stage.json(MODEL + "converse", ask(THINKS));
    List<String> frames = frames("{}", THINKS);

    JsonNode reasoning = whole.at("/output/message/content/0/reasoningContent/reasoningText");
    assertThat(reasoning.path("text").asText()).startsWith("Simulated anthropic.claude");
    assertThat(reasoning.path("signature").asText()).isEqualTo("sig_sim000000000000");
    assertThat(frames)
        .contains(
            "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":"
                + "{\"signature\":\"sig_sim000000000000\"}}}",
            "contentBlockDelta {\"contentBlockIndex\":1,\"delta\":{\"text\":\"You\"}}");
  }

  @Test
  void answersInJsonThatFitsASchemaGivenAsText() throws Exception {
    JsonNode whole =
        stage.json(
            MODEL + "converse",
            ask(
                ",\"outputConfig\":{\"textFormat\":{\"type\":\"json_schema\",\"structure\":"
                    + "{\"jsonSchema\":{\"name\":\"o\",\"schema\":"
                    + dev.strowger.simulator.wire.Json.quoted(Stage.SCHEMA)
                    + "}}}}"));

    assertThat(whole.at("/output/message/content/0/text").asText()).isEqualTo("{\"n\":7}");
  }

  @Test
  void refusesWithAMessageAndAHeaderThatNamesTheException() throws Exception {
    HttpResponse<String> limited =
        stage.under("{\"error_rate\":1,\"error_status\":429}", MODEL + "converse", ask(""));
    HttpResponse<String> disordered =
        stage.post(
            MODEL + "converse",
            "{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"text\":\"Hi\"}]}]}");

    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("x-amzn-errortype")).contains("ThrottlingException");
    assertThat(Stage.read(limited.body()))
        .isEqualTo(Stage.read("{\"message\":\"Simulated error 429 of bedrock-converse.\"}"));
    assertThat(disordered.headers().firstValue("x-amzn-errortype")).contains("ValidationException");
    assertThat(disordered.body()).contains("must start with a user message");
  }

  @Test
  void anErrorInAStreamIsAnExceptionFrame() throws Exception {
    List<String> frames =
        frames(
            "{\"stream_error_rate\":1,\"stream_error_after_tokens\":1,\"error_status\":424}", "");

    assertThat(frames).hasSize(3);
    assertThat(frames.getLast())
        .isEqualTo(
            "exception modelStreamErrorException"
                + " {\"message\":\"Simulated error 424 in the middle of a stream.\"}");
  }

  @Test
  void aGuardrailSaysThatItIntervened() throws Exception {
    assertThat(frames("{\"filter_rate\":1}", TOOLS))
        .contains("messageStop {\"stopReason\":\"guardrail_intervened\"}");
  }

  @Test
  void embedsInTheFormOfTheModelsMaker() throws Exception {
    HttpResponse<String> titan =
        stage.post(
            "/model/amazon.titan-embed-text-v2%3A0/invoke",
            "{\"inputText\":\"hello\",\"dimensions\":256}");
    JsonNode cohere =
        stage.json(
            "/model/cohere.embed-english-v3/invoke",
            "{\"texts\":[\"a\",\"b\"],\"input_type\":\"search_query\"}");

    assertThat(Stage.read(titan.body()).path("embedding")).hasSize(256);
    assertThat(Stage.read(titan.body()).path("inputTextTokenCount").asInt()).isEqualTo(2);
    assertThat(titan.headers().firstValue("x-amzn-bedrock-input-token-count")).contains("2");
    assertThat(cohere.path("response_type").asText()).isEqualTo("embeddings_floats");
    assertThat(cohere.at("/embeddings/1")).hasSize(1_024);
  }
}
