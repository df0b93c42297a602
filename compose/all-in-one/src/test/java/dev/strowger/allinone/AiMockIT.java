package dev.strowger.allinone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each family of providers behind the gateway, played by a mock that others wrote. */
@ParameterizedClass
@MethodSource("families")
class AiMockIT {
  private static final String WEATHER =
      """
      "tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object",\
      "properties":{"city":{"type":"string"}},"required":["city"]}}}],\
      """;

  private final MockedProvider provider;
  private final AiMock mock;
  private final RunningGateway gateway;
  private final ObjectMapper json = new ObjectMapper();

  AiMockIT(MockedProvider provider) throws Exception {
    this.provider = provider;
    this.mock = MockedFamilies.shared().mockOf(provider);
    this.gateway = MockedFamilies.shared().gateway();
  }

  static List<MockedProvider> families() {
    return MockedFamilies.ALL;
  }

  @BeforeEach
  void forget() throws Exception {
    mock.clearJournal();
  }

  @AfterEach
  void calm() throws Exception {
    mock.calm(provider.name());
  }

  @Test
  void answers() throws Exception {
    HttpResponse<String> answer = ask("hello", "");

    assertValid("CreateChatCompletionResponse", answer);
    JsonNode body = json.readTree(answer.body());
    assertThat(body.at("/choices/0/message/content").asText())
        .isEqualTo("Hello from the mock, in a few words.");
    assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertUsage(body);
    assertThat(body.path("model").asText()).isEqualTo(provider.model());
    assertThat(mock.journal(provider.name()))
        .singleElement()
        .satisfies(
            e ->
                assertThat(URLDecoder.decode(e.at("/body/model").asText(), UTF_8))
                    .isEqualTo(provider.model()));
  }

  @Test
  void theProviderGetsWhatWasAsked() throws Exception {
    String more =
        """
        {"role":"assistant","content":"Good day."},\
        {"role":"user","content":[{"type":"text","text":"Once more: "},{"type":"text","text":"hello"}]}\
        """;

    gateway.chat(provider.ask("Be polite.", "\"temperature\":0.5,\"max_tokens\":9,", more));

    JsonNode sent = mock.journal(provider.name()).getLast().path("body");
    assertThat(sent.at("/messages/0/role").asText()).isEqualTo("user");
    assertThat(sent.at("/messages/0/content").toString()).contains("Be polite.");
    assertThat(sent.at("/messages/1/role").asText()).isEqualTo("assistant");
    assertThat(sent.at("/messages/1/content").toString()).contains("Good day.");
    assertThat(sent.at("/messages/2/content").toString()).contains("Once more: ", "hello");
    assertThat(sent.path("temperature").asDouble()).isEqualTo(0.5);
    assertThat(sent.path("stream").asBoolean()).isFalse();
  }

  @Test
  void streams() throws Exception {
    HttpResponse<String> answer =
        ask("hello", "\"stream\":true,\"stream_options\":{\"include_usage\":true},");

    assertValidStream(answer);
    assertThat(Chunks.of(answer.body()).text()).isEqualTo("Hello from the mock, in a few words.");
    assertThat(Chunks.of(answer.body()).finishReason()).isEqualTo("stop");
    if (provider.countsStreams()) {
      assertUsage(Chunks.of(answer.body()).last());
    }
  }

  @Test
  void showsThoughts() throws Exception {
    String effort = "\"reasoning_effort\":\"medium\",";
    JsonNode whole = json.readTree(ask("think", effort).body());
    HttpResponse<String> stream = ask("think", effort + "\"stream\":true,");

    assertValidStream(stream);
    String thought = provider.thinks() ? "Let me see." : "";
    assertThat(whole.at("/choices/0/message/reasoning_content").asText("")).isEqualTo(thought);
    assertThat(whole.at("/choices/0/message/content").asText()).endsWith("Thought of it.");
    assertThat(Chunks.of(stream.body()).joined("reasoning_content")).isEqualTo(thought);
    assertThat(Chunks.of(stream.body()).text()).endsWith("Thought of it.");
  }

  @Test
  void answersInTheFormThatIsAskedFor() throws Exception {
    String schema =
        """
        "response_format":{"type":"json_schema","json_schema":{"name":"city","strict":true,\
        "schema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],\
        "additionalProperties":false}}},\
        """;
    JsonNode whole = json.readTree(ask("as json", schema).body());
    HttpResponse<String> stream = ask("as json", schema + "\"stream\":true,");

    assertValidStream(stream);
    assertThat(json.readTree(whole.at("/choices/0/message/content").asText()))
        .isEqualTo(json.readTree("{\"city\":\"Vienna\"}"));
    assertThat(json.readTree(Chunks.of(stream.body()).text()))
        .isEqualTo(json.readTree("{\"city\":\"Vienna\"}"));
  }

  @Test
  void takesImages() throws Exception {
    String image =
        """
        {"role":"assistant","content":"Yes?"},{"role":"user","content":[\
        {"type":"text","text":"hello"},{"type":"image_url","image_url":{"url":"data:image/png;base64,\
        iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="}}]}\
        """;

    HttpResponse<String> answer = gateway.chat(provider.ask("Look.", "", image));

    assertValid("CreateChatCompletionResponse", answer);
    assertThat(mock.journal(provider.name()).getLast().at("/body/messages/2").toString())
        .contains("hello");
  }

  @Test
  void makesEmbeddings() throws Exception {
    HttpResponse<String> answer =
        gateway.post(
            "/embeddings",
            "{\"model\":\"%s/%s\",\"input\":\"embed this\"}"
                .formatted(provider.name(), provider.model()));

    if (provider.embeds()) {
      assertValid("CreateEmbeddingResponse", answer);
      assertThat(json.readTree(answer.body()).at("/data/0/embedding").toString())
          .isEqualTo("[0.25,-0.5]");
    } else {
      assertThat(answer.statusCode()).as(answer.body()).isIn(400, 502);
      assertValid("ErrorResponse", answer);
    }
  }

  @Test
  void callsToolsAndTakesTheirResults() throws Exception {
    HttpResponse<String> answer = ask("weather", WEATHER);

    assertValid("CreateChatCompletionResponse", answer);
    JsonNode choice = json.readTree(answer.body()).at("/choices/0");
    assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
    assertCalls(choice.at("/message/tool_calls"));

    JsonNode calls = choice.at("/message/tool_calls");
    String result = ",{\"role\":\"tool\",\"tool_call_id\":%s,\"content\":\"%s\"}";
    String results =
        choice.path("message")
            + result.formatted(calls.at("/0/id"), 21)
            + result.formatted(calls.at("/1/id"), 19);
    HttpResponse<String> second = gateway.chat(provider.ask("weather", WEATHER, results));

    assertThat(json.readTree(second.body()).at("/choices/0/message/content").asText())
        .isEqualTo("It is 21 degrees.");
    JsonNode sent = mock.journal(provider.name()).getLast().path("body");
    assertCalls(sent.at("/messages/1/tool_calls"));
    assertThat(sent.at("/messages/2/role").asText()).isEqualTo("tool");
    for (int i = 0; i < 2; i++) {
      assertThat(sent.at("/messages/%d/tool_call_id".formatted(i + 2)).asText())
          .isEqualTo(
              provider.namesCalls()
                  ? sent.at("/messages/1/tool_calls/%d/id".formatted(i)).asText()
                  : "");
    }
    assertThat(sent.at("/messages/3/content").asText()).contains("19");
    assertThat(sent.at("/tools/0/function/name").asText()).isEqualTo("get_weather");
  }

  @Test
  void streamsToolCalls() throws Exception {
    HttpResponse<String> answer = ask("weather", WEATHER + "\"stream\":true,");

    assertValidStream(answer);
    assertThat(Chunks.of(answer.body()).finishReason()).isEqualTo("tool_calls");
    assertCalls(Chunks.of(answer.body()).toolCalls());
  }

  @ParameterizedTest
  @CsvSource({"''", "'\"stream\":true,'"})
  void saysThatAnAnswerWasCutAtItsLimit(String more) throws Exception {
    assertThat(ask("too long", more).body())
        .contains("\"finish_reason\":\"%s\"".formatted(provider.saysLimits() ? "length" : "stop"));
  }

  @Test
  void aSlowAnswerIsWaitedFor() throws Exception {
    mock.delay(provider.name(), Duration.ofMillis(300));

    assertThat(ask("hello", "").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> ask(String prompt, String more) throws Exception {
    return gateway.chat(provider.ask(prompt, more, ""));
  }

  private static void assertValid(String kind, HttpResponse<String> answer) throws Exception {
    assertThat(OpenApi.shared().violations(kind, answer.body())).as(answer.body()).isEmpty();
  }

  private static void assertValidStream(HttpResponse<String> answer) throws Exception {
    assertThat(
            OpenApi.shared().streamViolations("CreateChatCompletionStreamResponse", answer.body()))
        .as(answer.body())
        .isEmpty();
  }

  private void assertUsage(JsonNode body) {
    if (provider.countsTokens()) {
      assertThat(body.at("/usage/prompt_tokens").asInt()).as(body.toString()).isEqualTo(11);
      assertThat(body.at("/usage/completion_tokens").asInt()).isEqualTo(7);
    }
  }

  private void assertCalls(JsonNode calls) throws Exception {
    assertThat(calls.size()).as(calls.toString()).isEqualTo(2);
    assertThat(calls.at("/0/function/name").asText()).isEqualTo("get_weather");
    assertThat(json.readTree(calls.at("/0/function/arguments").asText()))
        .isEqualTo(json.readTree("{\"city\":\"Vienna\"}"));
    assertThat(json.readTree(calls.at("/1/function/arguments").asText()).path("note").asText())
        .isEqualTo("\"quoted\" {braced} ü");
    assertThat(calls.at("/0/id").asText()).isNotEqualTo(calls.at("/1/id").asText());
  }
}
