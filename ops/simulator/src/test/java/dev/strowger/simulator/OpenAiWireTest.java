package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenAiWireTest {
  private static final String ASK =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"in 2 words\"}]%s}";
  private static final String STREAM = ASK.formatted(",\"stream\":true");

  private static Stage stage;

  @BeforeAll
  static void start() {
    stage = new Stage("openai");
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @Test
  void completesABarePrompt() throws Exception {
    String ask = "{\"model\":\"m\",\"prompt\":\"in 2 words\"%s}";

    JsonNode whole = stage.json("/v1/completions", ask.formatted(""));
    String stream =
        stage
            .post(
                "/v1/completions",
                ask.formatted(",\"stream\":true,\"stream_options\":{\"include_usage\":true}"))
            .body();

    String usage =
        "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":0},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}}";
    String head =
        "{\"id\":\"cmpl-sim000000000000\",\"object\":\"text_completion\",\"created\":1700000000,"
            + "\"model\":\"m\",";
    assertThat(whole)
        .isEqualTo(
            Stage.read(
                head
                    + "\"choices\":[{\"text\":\"You asked:\",\"index\":0,\"logprobs\":null,"
                    + "\"finish_reason\":\"stop\"}],"
                    + usage));
    String choice =
        "\"choices\":[{\"text\":\"%s\",\"index\":0,\"logprobs\":null,\"finish_reason\":";
    assertThat(Stage.lines(stream))
        .containsExactly(
            "data: " + head + choice.formatted("You") + "null}],\"usage\":null}",
            "data: " + head + choice.formatted(" asked:") + "null}],\"usage\":null}",
            "data: " + head + choice.formatted("") + "\"stop\"}],\"usage\":null}",
            "data: " + head + "\"choices\":[]," + usage,
            "data: [DONE]");
  }

  @Test
  void embedsTheSameTextAlikeAsNumbersAndBase64() throws Exception {
    String ask =
        "{\"model\":\"text-embedding-3-small\",\"input\":[\"hello\",\"you\",\"hello\"],"
            + "\"dimensions\":8%s}";

    JsonNode numbers = stage.json("/v1/embeddings", ask.formatted(""));
    JsonNode packed =
        stage.json("/v1/embeddings", ask.formatted(",\"encoding_format\":\"base64\""));

    JsonNode first = numbers.at("/data/0/embedding");
    assertThat(numbers.at("/data/2/embedding")).isEqualTo(first);
    assertThat(numbers.at("/data/1/embedding")).isNotEqualTo(first);
    assertThat(numbers.path("usage"))
        .isEqualTo(Stage.read("{\"prompt_tokens\":5,\"total_tokens\":5}"));
    ByteBuffer floats =
        ByteBuffer.wrap(Base64.getDecoder().decode(packed.at("/data/0/embedding").asText()))
            .order(ByteOrder.LITTLE_ENDIAN);
    double squares = 0;
    for (int i = 0; i < 8; i++) {
      float number = floats.getFloat();
      assertThat(number).isEqualTo(first.get(i).floatValue());
      squares += number * number;
    }
    assertThat(floats.hasRemaining()).isFalse();
    assertThat(squares).isCloseTo(1, within(1e-5));
  }

  @Test
  void embedsTokensAndHasTheLengthOfTheModel() throws Exception {
    JsonNode one =
        stage.json("/v1/embeddings", "{\"model\":\"text-embedding-3-large\",\"input\":[1,2,3]}");
    JsonNode two = stage.json("/v1/embeddings", "{\"model\":\"small\",\"input\":[[1,2],[3]]}");
    HttpResponse<String> none = stage.post("/v1/embeddings", "{\"model\":\"m\",\"input\":[]}");
    HttpResponse<String> huge =
        stage.post("/v1/embeddings", "{\"model\":\"m\",\"input\":\"a\",\"dimensions\":5000}");

    assertThat(one.path("data")).hasSize(1);
    assertThat(one.at("/data/0/embedding")).hasSize(3_072);
    assertThat(one.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
    assertThat(two.path("data")).hasSize(2);
    assertThat(two.at("/data/0/embedding")).hasSize(1_536);
    assertThat(List.of(none.statusCode(), huge.statusCode())).containsOnly(400);
  }

  @Test
  void aFilteredAnswerSaysSoInItsReason() throws Exception {
    JsonNode whole =
        Stage.read(
            stage.under("{\"filter_rate\":1}", "/v1/chat/completions", ASK.formatted("")).body());

    assertThat(whole.at("/choices/0/finish_reason").asText()).isEqualTo("content_filter");
    assertThat(stage.stat("filtered")).isPositive();
  }

  @Test
  void anErrorInAStreamIsAnEventAndEndsIt() throws Exception {
    String stream =
        stage
            .under(
                "{\"stream_error_rate\":1,\"stream_error_after_tokens\":1}",
                "/v1/chat/completions",
                STREAM)
            .body();

    assertThat(Stage.lines(stream).getLast())
        .isEqualTo(
            "data: {\"error\":{\"message\":\"Simulated error 500 in the middle of a stream.\","
                + "\"type\":\"server_error\",\"param\":null,\"code\":null}}");
    assertThat(stream).contains("\"content\":\"You\"").doesNotContain("[DONE]", "\"stop\"");
  }

  @Test
  void anUnstreamedAnswerIsNotTouchedByErrorsInStreams() throws Exception {
    HttpResponse<String> whole =
        stage.under("{\"stream_error_rate\":1}", "/v1/chat/completions", ASK.formatted(""));

    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(Stage.read(whole.body()).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void embeddingsMeetFaultsToo() throws Exception {
    HttpResponse<String> refused =
        stage.under(
            "{\"error_rate\":1,\"error_status\":503}",
            "/v1/embeddings",
            "{\"model\":\"m\",\"input\":\"a\"}");

    assertThat(refused.statusCode()).isEqualTo(503);
  }
}
