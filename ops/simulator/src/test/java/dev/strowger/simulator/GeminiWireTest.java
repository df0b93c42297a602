package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GeminiWireTest {
  private static final String MODEL = "/v1beta/models/gemini-2.5-flash:";
  private static final String SSE = MODEL + "streamGenerateContent?alt=sse";
  private static final String TOOLS =
      ",\"tools\":[{\"functionDeclarations\":[{\"name\":\"count\",\"parameters\":"
          + Stage.SCHEMA.replace("\"object\"", "\"OBJECT\"")
          + "}]}]";
  private static final String THINKS =
      ",\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true}}";

  private static Stage stage;

  @BeforeAll
  static void start() {
    stage = new Stage("gemini");
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  private static String ask(String more) {
    return "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"in 2 words\"}]}]" + more + "}";
  }

  @Test
  void generatesContent() throws Exception {
    assertThat(stage.json(MODEL + "generateContent", ask("")))
        .isEqualTo(
            Stage.read(
                """
                {"candidates":[{"content":{"parts":[{"text":"You asked:"}],"role":"model"},
                "finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":7,
                "candidatesTokenCount":2,"totalTokenCount":9,"promptTokensDetails":[
                {"modality":"TEXT","tokenCount":7}]},"modelVersion":"gemini-2.5-flash",
                "responseId":"sim000000000000"}"""));
  }

  @Test
  void streamsResponsesAsEventsThatJustEnd() throws Exception {
    HttpResponse<String> stream = stage.post(SSE, ask(""));

    assertThat(stream.headers().firstValue("content-type")).contains("text/event-stream");
    assertThat(stream.body()).doesNotContain("[DONE]").endsWith("}\r\n\r\n");
    List<JsonNode> events = Caller.events(stream.body().replace("\r", ""));
    assertThat(events).hasSize(3);
    assertThat(events.getFirst())
        .isEqualTo(
            Stage.read(
                """
                {"candidates":[{"content":{"parts":[{"text":"You"}],"role":"model"},"index":0}],
                "usageMetadata":{"promptTokenCount":7,"totalTokenCount":7},
                "modelVersion":"gemini-2.5-flash","responseId":"sim000000000000"}"""));
    assertThat(events.getLast().at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
    assertThat(events.getLast().at("/usageMetadata/totalTokenCount").asInt()).isEqualTo(9);
  }

  @Test
  void streamsOneArrayUnlessAskedForEvents() throws Exception {
    JsonNode array = stage.json(MODEL + "streamGenerateContent", ask(""));

    assertThat(array).hasSize(3);
    assertThat(array.at("/1/candidates/0/content/parts/0/text").asText()).isEqualTo(" asked:");
  }

  @Test
  void callsFunctionsWholeAndStreamed() throws Exception {
    JsonNode whole = stage.json(MODEL + "generateContent", ask(TOOLS));
    List<JsonNode> events = Caller.events(stage.post(SSE, ask(TOOLS)).body().replace("\r", ""));
    JsonNode off =
        stage.json(
            MODEL + "generateContent",
            ask(TOOLS + ",\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"NONE\"}}"));

    JsonNode call = Stage.read("{\"functionCall\":{\"name\":\"count\",\"args\":{\"n\":7}}}");
    assertThat(whole.at("/candidates/0/content/parts/0")).isEqualTo(call);
    assertThat(events).hasSize(1);
    assertThat(events.getFirst().at("/candidates/0/content/parts/0")).isEqualTo(call);
    assertThat(off.at("/candidates/0/content/parts/0/text").asText()).isEqualTo("You asked:");
  }

  @Test
  void answersInProseAfterAFunction() throws Exception {
    JsonNode told =
        stage.json(
            MODEL + "generateContent",
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"count\","
                + "\"response\":{\"n\":7}}}]}]"
                + TOOLS
                + "}");

    assertThat(told.at("/candidates/0/content/parts/0/text").asText())
        .startsWith("The tool answered: \"{\"n\":7}\"");
  }

  @Test
  void showsThoughtsWithASignatureWhenAsked() throws Exception {
    JsonNode whole = stage.json(MODEL + "generateContent", ask(THINKS));
    List<JsonNode> events = Caller.events(stage.post(SSE, ask(THINKS)).body().replace("\r", ""));

    JsonNode parts = whole.at("/candidates/0/content/parts");
    assertThat(parts.at("/0/thought").asBoolean()).isTrue();
    assertThat(parts.at("/1/thoughtSignature").asText()).isNotEmpty();
    JsonNode usage = whole.path("usageMetadata");
    assertThat(usage.path("thoughtsTokenCount").asInt()).isEqualTo(8);
    assertThat(usage.path("totalTokenCount").asInt()).isEqualTo(7 + 2 + 8);
    assertThat(events.getFirst().at("/candidates/0/content/parts/0/thought").asBoolean()).isTrue();
    assertThat(events).hasSize(8 + 2 + 1);
  }

  @Test
  void answersInJsonThatFitsItsSchemas() throws Exception {
    JsonNode whole =
        stage.json(
            MODEL + "generateContent",
            ask(
                ",\"generationConfig\":{\"responseMimeType\":\"application/json\",\"responseSchema\":"
                    + Stage.SCHEMA
                    + "}"));

    assertThat(whole.at("/candidates/0/content/parts/0/text").asText()).isEqualTo("{\"n\":7}");
  }

  @Test
  void refusesWithAStatusAndSaysInTheBodyWhenToComeAgain() throws Exception {
    HttpResponse<String> limited =
        stage.under("{\"error_rate\":1,\"error_status\":429,\"retry_after_s\":34}", SSE, ask(""));
    HttpResponse<String> empty = stage.post(MODEL + "generateContent", "{}");

    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("retry-after")).isEmpty();
    assertThat(Stage.read(limited.body()))
        .isEqualTo(
            Stage.read(
                """
                {"error":{"code":429,"message":"Simulated error 429 of gemini.",
                "status":"RESOURCE_EXHAUSTED","details":[{
                "@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34s"}]}}"""));
    assertThat(Stage.read(empty.body()).at("/error/status").asText()).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void aBlockedPromptHasAReasonAndNoCandidates() throws Exception {
    String blocked = "{\"filter_rate\":1}";
    JsonNode whole = Stage.read(stage.under(blocked, MODEL + "generateContent", ask("")).body());
    List<JsonNode> events =
        Caller.events(stage.under(blocked, SSE, ask("")).body().replace("\r", ""));

    assertThat(whole.at("/promptFeedback/blockReason").asText()).isEqualTo("SAFETY");
    assertThat(whole.has("candidates")).isFalse();
    assertThat(events).containsExactly(whole);
  }

  @Test
  void anErrorInAStreamIsAnEvent() throws Exception {
    String stream =
        stage
            .under(
                "{\"stream_error_rate\":1,\"stream_error_after_tokens\":1,\"error_status\":503}",
                SSE,
                ask(""))
            .body();

    List<JsonNode> events = Caller.events(stream.replace("\r", ""));
    assertThat(events).hasSize(2);
    assertThat(events.getLast().at("/error/status").asText()).isEqualTo("UNAVAILABLE");
  }

  @Test
  void countsTokensAndEmbeds() throws Exception {
    JsonNode count = stage.json(MODEL + "countTokens", ask(""));
    String embed = "{\"content\":{\"parts\":[{\"text\":\"hello\"}]},\"outputDimensionality\":5}";
    JsonNode one = stage.json("/v1beta/models/gemini-embedding-001:embedContent", embed);
    JsonNode two =
        stage.json(
            "/v1beta/models/gemini-embedding-001:batchEmbedContents",
            "{\"requests\":[" + embed + "," + embed + "]}");

    assertThat(count.path("totalTokens").asInt()).isEqualTo(7);
    assertThat(one.at("/embedding/values")).hasSize(5);
    assertThat(two.at("/embeddings/1/values")).isEqualTo(one.at("/embedding/values"));
    assertThat(stage.get("/v1beta/models").at("/models/0/name").asText())
        .isEqualTo("models/gemini-2.5-flash");
  }
}
