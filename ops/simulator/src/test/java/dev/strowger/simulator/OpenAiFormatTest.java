package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.wire.Json;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenAiFormatTest {
  private static final String TOOL_SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},"
          + "\"unit\":{\"enum\":[\"C\",\"F\"]},\"days\":{\"type\":\"integer\",\"minimum\":1,"
          + "\"maximum\":7}},\"required\":[\"city\",\"unit\",\"days\"]}";
  private static final String OPENAI_TOOLS =
      ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":"
          + TOOL_SCHEMA
          + "}}]";

  private static Simulator simulator;
  private static Caller caller;
  private static String openAi;

  @BeforeAll
  static void start() {
    simulator = Simulator.start(SimulatorConfig.onFreePorts());
    caller = new Caller(HttpClient.Version.HTTP_1_1);
    openAi = simulator.baseUrls().get("openai") + "/chat/completions";
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
  void answersOverHttp2WithPriorUpgradeToo() throws Exception {
    try (Caller h2 = new Caller(HttpClient.Version.HTTP_2)) {
      HttpResponse<String> response = h2.post(openAi, ask("Hello", ",\"stream\":true"));

      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(response.body()).endsWith("data: [DONE]\n\n");
    }
  }
}
