package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FormatsTest {
  private static final String TOOL_SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},"
          + "\"unit\":{\"enum\":[\"C\",\"F\"]},\"days\":{\"type\":\"integer\",\"minimum\":1,"
          + "\"maximum\":7}},\"required\":[\"city\",\"unit\",\"days\"]}";
  private static final String OPENAI_TOOLS =
      ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":"
          + TOOL_SCHEMA
          + "}}]";
  private static final String ANTHROPIC_TOOLS =
      ",\"tools\":[{\"name\":\"weather\",\"input_schema\":" + TOOL_SCHEMA + "}]";

  private static Simulator simulator;
  private static Caller caller;
  private static String openAi;
  private static String anthropic;
  private static String ollama;
  private static String ollamaCompatible;

  @BeforeAll
  static void start() {
    simulator = Simulator.start(SimulatorConfig.onFreePorts());
    caller = new Caller(HttpClient.Version.HTTP_1_1);
    openAi = simulator.baseUrls().get("openai") + "/chat/completions";
    anthropic = simulator.baseUrls().get("anthropic") + "/v1/messages";
    ollama = simulator.url("ollama") + "/api/chat";
    ollamaCompatible = simulator.baseUrls().get("ollama") + "/chat/completions";
  }

  @AfterAll
  static void stop() {
    caller.close();
    simulator.close();
  }

  private static String ask(String prompt, String more) {
    return "{\"model\":\"m-1\",\"messages\":[{\"role\":\"user\",\"content\":"
        + Json.quoted(prompt)
        + "}]"
        + more
        + "}";
  }

  @Test
  void openAiAnswersWithWhatWasAskedAndItsUsage() throws Exception {
    JsonNode answer = caller.postJson(openAi, ask("Where is \"Kansas\"?\nAnd why?", ""));

    assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
    assertThat(answer.path("model").asText()).isEqualTo("m-1");
    JsonNode choice = answer.path("choices").path(0);
    assertThat(choice.path("message").path("content").asText())
        .startsWith("You asked: \"Where is \"Kansas\"?\nAnd why?\". I am simulated m-1");
    assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
    JsonNode usage = answer.path("usage");
    assertThat(usage.path("prompt_tokens").asInt()).isPositive();
    assertThat(usage.path("total_tokens").asInt())
        .isEqualTo(usage.path("prompt_tokens").asInt() + usage.path("completion_tokens").asInt());
  }

  @Test
  void openAiStreamsTheSameTextAndEndsWithUsageOnlyWhenAsked() throws Exception {
    String whole =
        caller
            .postJson(openAi, ask("Hello ä€ \\ there", ""))
            .path("choices")
            .path(0)
            .path("message")
            .path("content")
            .asText();

    String plain = caller.post(openAi, ask("Hello ä€ \\ there", ",\"stream\":true")).body();
    String counted =
        caller
            .post(
                openAi,
                ask(
                    "Hello ä€ \\ there",
                    ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"))
            .body();

    assertThat(plain).endsWith("data: [DONE]\n\n").doesNotContain("usage");
    assertThat(contents(Caller.events(plain))).isEqualTo(whole);
    List<JsonNode> events = Caller.events(counted);
    assertThat(contents(events)).isEqualTo(whole);
    assertThat(events.getFirst().path("choices").path(0).path("delta").path("role").asText())
        .isEqualTo("assistant");
    assertThat(events.getFirst().path("usage").isNull()).isTrue();
    assertThat(events.getLast().path("choices")).isEmpty();
    assertThat(events.getLast().path("usage").path("completion_tokens").asInt())
        .isEqualTo(events.size() - 3);
  }

  private static String contents(List<JsonNode> events) {
    return events.stream()
        .map(e -> e.path("choices").path(0).path("delta").path("content").asText(""))
        .collect(Collectors.joining());
  }

  @Test
  void openAiCallsAToolWithArgumentsThatFitItsSchema() throws Exception {
    JsonNode message =
        caller
            .postJson(openAi, ask("Weather?", OPENAI_TOOLS))
            .path("choices")
            .path(0)
            .path("message");
    String stream = caller.post(openAi, ask("Weather?", OPENAI_TOOLS + ",\"stream\":true")).body();

    JsonNode call = message.path("tool_calls").path(0).path("function");
    assertThat(message.path("content").isNull()).isTrue();
    assertThat(call.path("name").asText()).isEqualTo("weather");
    JsonNode arguments = Json.MAPPER.readTree(call.path("arguments").asText());
    assertThat(arguments.path("city").isTextual()).isTrue();
    assertThat(arguments.path("unit").asText()).isIn("C", "F");
    assertThat(arguments.path("days").asInt()).isBetween(1, 7);
    String streamed =
        Caller.events(stream).stream()
            .map(e -> e.at("/choices/0/delta/tool_calls/0/function/arguments").asText(""))
            .collect(Collectors.joining());
    assertThat(streamed).isEqualTo(call.path("arguments").asText());
    assertThat(stream).contains("\"finish_reason\":\"tool_calls\"");
  }

  @Test
  void openAiAnswersInProseAfterAToolOrWhenToolsAreOff() throws Exception {
    String afterTool =
        "{\"model\":\"m-1\",\"messages\":[{\"role\":\"user\",\"content\":\"Weather?\"},"
            + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[]},"
            + "{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"21 degrees\"}]"
            + OPENAI_TOOLS
            + "}";

    JsonNode told = caller.postJson(openAi, afterTool);
    JsonNode off =
        caller.postJson(openAi, ask("Weather?", OPENAI_TOOLS + ",\"tool_choice\":\"none\""));

    assertThat(told.at("/choices/0/message/content").asText())
        .startsWith("The tool answered: \"21 degrees\"");
    assertThat(off.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void openAiHonoursLimitsStopsAndForms() throws Exception {
    JsonNode limited =
        caller.postJson(openAi, ask("Write 50 words", ",\"max_completion_tokens\":7"));
    JsonNode stopped = caller.postJson(openAi, ask("Hi", ",\"stop\":[\" simulated\"]"));
    JsonNode form =
        caller.postJson(
            openAi,
            ask(
                "Hi",
                ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":"
                    + TOOL_SCHEMA
                    + "}}"));

    assertThat(limited.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(limited.at("/usage/completion_tokens").asInt()).isEqualTo(7);
    assertThat(stopped.at("/choices/0/message/content").asText())
        .isEqualTo("You asked: \"Hi\". I am");
    assertThat(
            Json.MAPPER
                .readTree(form.at("/choices/0/message/content").asText())
                .path("days")
                .asInt())
        .isBetween(1, 7);
  }

  @Test
  void badCallsGetEachProvidersOwnErrorObject() throws Exception {
    HttpResponse<String> broken = caller.post(openAi, "{\"model\":");
    HttpResponse<String> noMessages = caller.post(openAi, "{\"model\":\"m\"}");
    HttpResponse<String> noLimit = caller.post(anthropic, ask("Hi", ""));
    HttpResponse<String> noModel = caller.post(ollama, "{}");
    HttpResponse<String> nowhere = caller.post(simulator.url("anthropic") + "/v1/nowhere", "{}");

    assertThat(List.of(broken.statusCode(), noMessages.statusCode(), noLimit.statusCode()))
        .containsOnly(400);
    assertThat(Json.MAPPER.readTree(noMessages.body()).at("/error/type").asText())
        .isEqualTo("invalid_request_error");
    JsonNode anthropicError = Json.MAPPER.readTree(noLimit.body());
    assertThat(anthropicError.path("type").asText()).isEqualTo("error");
    assertThat(anthropicError.at("/error/message").asText()).contains("max_tokens");
    assertThat(Json.MAPPER.readTree(noModel.body()).path("error").asText()).contains("model");
    assertThat(nowhere.statusCode()).isEqualTo(404);
    assertThat(Json.MAPPER.readTree(nowhere.body()).at("/error/type").asText())
        .isEqualTo("not_found_error");
  }

  @Test
  void anthropicAnswersWholeAndStreamedAlike() throws Exception {
    JsonNode whole = caller.postJson(anthropic, ask("Hello", ",\"max_tokens\":1000"));
    String stream =
        caller.post(anthropic, ask("Hello", ",\"max_tokens\":1000,\"stream\":true")).body();

    assertThat(whole.path("type").asText()).isEqualTo("message");
    assertThat(whole.path("stop_reason").asText()).isEqualTo("end_turn");
    List<JsonNode> events = Caller.events(stream);
    assertThat(
            events.stream().map(e -> e.at("/delta/text").asText("")).collect(Collectors.joining()))
        .isEqualTo(whole.at("/content/0/text").asText());
    assertThat(events.stream().map(e -> e.path("type").asText()).distinct())
        .containsExactly(
            "message_start",
            "content_block_start",
            "ping",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop");
    assertThat(events.getFirst().at("/message/usage/input_tokens"))
        .isEqualTo(whole.at("/usage/input_tokens"));
    assertThat(events.get(events.size() - 2).at("/usage/output_tokens"))
        .isEqualTo(whole.at("/usage/output_tokens"));
  }

  @Test
  void anthropicUsesToolsWholeAndStreamedAlike() throws Exception {
    JsonNode whole = caller.postJson(anthropic, ask("Hi", ",\"max_tokens\":99" + ANTHROPIC_TOOLS));
    String stream =
        caller
            .post(anthropic, ask("Hi", ",\"max_tokens\":99,\"stream\":true" + ANTHROPIC_TOOLS))
            .body();

    assertThat(whole.path("stop_reason").asText()).isEqualTo("tool_use");
    assertThat(whole.at("/content/0/name").asText()).isEqualTo("weather");
    String streamed =
        Caller.events(stream).stream()
            .map(e -> e.at("/delta/partial_json").asText(""))
            .collect(Collectors.joining());
    assertThat(Json.MAPPER.readTree(streamed)).isEqualTo(whole.at("/content/0/input"));
  }

  @Test
  void anthropicContinuesAnAnswerThatIsBegun() throws Exception {
    String text =
        caller
            .postJson(anthropic, ask("Hello", ",\"max_tokens\":1000"))
            .at("/content/0/text")
            .asText();
    String begun = text.substring(0, text.indexOf(" simulated"));
    String body =
        "{\"model\":\"m-1\",\"max_tokens\":1000,\"messages\":[{\"role\":\"user\",\"content\":"
            + "\"Hello\"},{\"role\":\"assistant\",\"content\":"
            + Json.quoted(begun)
            + "}]}";

    JsonNode rest = caller.postJson(anthropic, body);

    assertThat(begun + rest.at("/content/0/text").asText()).isEqualTo(text);
  }

  @Test
  void ollamaStreamsLinesUnlessToldNotTo() throws Exception {
    HttpResponse<String> stream = caller.post(ollama, ask("Hello", ""));
    JsonNode whole = caller.postJson(ollama, ask("Hello", ",\"stream\":false"));

    assertThat(stream.headers().firstValue("content-type")).contains("application/x-ndjson");
    StringBuilder text = new StringBuilder();
    List<String> lines = stream.body().lines().toList();
    for (String line : lines) {
      text.append(Json.MAPPER.readTree(line).at("/message/content").asText());
    }
    assertThat(text.toString()).isEqualTo(whole.at("/message/content").asText());
    assertThat(Json.MAPPER.readTree(lines.getLast()).path("eval_count").asInt())
        .isEqualTo(whole.path("eval_count").asInt())
        .isEqualTo(lines.size() - 1);
  }

  @Test
  void ollamaCallsToolsWithAnObjectOfArguments() throws Exception {
    JsonNode whole = caller.postJson(ollama, ask("Hi", ",\"stream\":false" + OPENAI_TOOLS));
    List<String> lines = caller.post(ollama, ask("Hi", OPENAI_TOOLS)).body().lines().toList();

    assertThat(whole.at("/message/tool_calls/0/function/arguments/days").asInt()).isBetween(1, 7);
    assertThat(Json.MAPPER.readTree(lines.getFirst()).at("/message/tool_calls"))
        .isEqualTo(whole.at("/message/tool_calls"));
  }

  @Test
  void ollamaSpeaksOpenAiTooAndListsModels() throws Exception {
    JsonNode answer = caller.postJson(ollamaCompatible, ask("Hello", ""));
    JsonNode models = caller.get(simulator.baseUrls().get("ollama") + "/models");
    JsonNode claude = caller.get(simulator.url("anthropic") + "/v1/models");

    assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
    assertThat(models.at("/data/0/id").asText()).isEqualTo("llama-3.1");
    assertThat(claude.at("/data/0/type").asText()).isEqualTo("model");
  }

  @Test
  void answersOverHttp2WithPriorUpgradeToo() throws Exception {
    try (Caller h2 = new Caller(HttpClient.Version.HTTP_2)) {
      HttpResponse<String> response = h2.post(openAi, ask("Hello", ",\"stream\":true"));

      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(response.body()).endsWith("data: [DONE]\n\n");
    }
  }
}
