package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

  /** A family is a row here. */
  private static final List<MockedProvider> FAMILIES =
      List.of(
          new MockedProvider("mock-openai", AiMockFamily.OPENAI, "dialect: openai", "gpt-4o-mini"),
          new MockedProvider(
              "mock-anthropic", AiMockFamily.ANTHROPIC, "dialect: anthropic", "claude-haiku-4-5"));

  @TempDir static Path data;
  private static AiMock mock;
  private static RunningGateway gateway;

  private final MockedProvider provider;
  private final ObjectMapper json = new ObjectMapper();

  AiMockIT(MockedProvider provider) {
    this.provider = provider;
  }

  static List<MockedProvider> families() {
    return FAMILIES;
  }

  @BeforeAll
  static void start() throws Exception {
    mock = AiMock.start(MockedProvider.KEY);
    mock.load("aimock/chat.json");
    gateway =
        RunningGateway.start(
            data.resolve("data"),
            Map.of(
                "STROWGER_MANIFESTS",
                MockedProvider.manifests(data, FAMILIES, mock).toString(),
                "STROWGER_SIMULATE",
                "never",
                MockedProvider.KEY_ENV,
                MockedProvider.KEY));
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    mock.close();
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
        .satisfies(e -> assertThat(e.at("/body/model").asText()).isEqualTo(provider.model()));
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
    assertUsage(Chunks.of(answer.body()).last());
  }

  @Test
  void callsToolsAndTakesTheirResults() throws Exception {
    HttpResponse<String> answer = ask("weather", WEATHER);

    assertValid("CreateChatCompletionResponse", answer);
    JsonNode choice = json.readTree(answer.body()).at("/choices/0");
    assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
    assertCalls(choice.at("/message/tool_calls"));

    String results =
        choice.path("message")
            + ",{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"21\"}"
            + ",{\"role\":\"tool\",\"tool_call_id\":\"call_2\",\"content\":\"19\"}";
    HttpResponse<String> second = gateway.chat(provider.ask("weather", WEATHER, results));

    assertThat(json.readTree(second.body()).at("/choices/0/message/content").asText())
        .isEqualTo("It is 21 degrees.");
    JsonNode sent = mock.journal(provider.name()).getLast().path("body");
    assertCalls(sent.at("/messages/1/tool_calls"));
    assertThat(sent.at("/messages/2/role").asText()).isEqualTo("tool");
    assertThat(sent.at("/messages/2/tool_call_id").asText()).isEqualTo("call_1");
    assertThat(sent.at("/messages/3/tool_call_id").asText()).isEqualTo("call_2");
    assertThat(sent.at("/messages/3/content").asText()).isEqualTo("19");
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
    assertThat(ask("too long", more).body()).contains("\"finish_reason\":\"length\"");
  }

  @ParameterizedTest
  @CsvSource({
    "busy,          '',                429, Slow down",
    "busy,          '\"stream\":true,', 429, Slow down",
    "broken,        '',                502, It broke",
    "overloaded,    '',                503, Overloaded",
    "bad request,   '',                400, more than this model gives",
    "bad request,   '\"stream\":true,', 400, more than this model gives",
    "no such model, '',                502, no such model",
  })
  void anErrorIsHandedOn(String prompt, String more, int status, String message) throws Exception {
    HttpResponse<String> answer = ask(prompt, more);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertValid("ErrorResponse", answer);
    assertThat(answer.body()).contains(message);
    Optional<String> retryAfter = answer.headers().firstValue("retry-after");
    assertThat(retryAfter.isPresent()).isEqualTo(status == 429 || status == 503);
    if (status == 429) {
      assertThat(retryAfter).hasValue("7");
    }
  }

  @Test
  void aStreamThatIsCutOffEndsWithAnError() throws Exception {
    String body = ask("cut off", "\"stream\":true,").body();

    List<SseEvent> events = SseEvent.all(body);
    assertThat(body).contains("This").doesNotContain("[DONE]").doesNotContain("\"stop\"");
    assertThat(OpenApi.shared().violations("ErrorResponse", events.getLast().data())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(AiMock.Chaos.class)
  void chaosIsAClearError(AiMock.Chaos chaos) throws Exception {
    mock.chaos(provider.name(), chaos);

    for (String more : List.of("", "\"stream\":true,")) {
      HttpResponse<String> answer = ask("hello", more);

      assertThat(answer.statusCode()).as(answer.body()).isIn(429, 502, 503);
      assertValid("ErrorResponse", answer);
    }
  }

  @ParameterizedTest
  @EnumSource(AiMock.Chaos.class)
  void chaosIsRoutedAround(AiMock.Chaos chaos) throws Exception {
    mock.chaos(provider.name(), chaos);

    HttpResponse<String> answer = gateway.chat(provider.askWithSpare("hello"));

    assertValid("CreateChatCompletionResponse", answer);
    assertThat(answer.headers().firstValue("x-strowger-provider"))
        .hasValue(MockedProvider.SPARE.name());
    assertThat(answer.headers().firstValue("x-strowger-attempts")).hasValue("2");
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
