package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.wire.Json;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OllamaFormatTest {
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
  private static String ollama;
  private static String ollamaCompatible;

  @BeforeAll
  static void start() {
    simulator = Simulator.start(SimulatorConfig.onFreePorts());
    caller = new Caller(HttpClient.Version.HTTP_1_1);
    ollama = simulator.url("ollama") + "/api/chat";
    ollamaCompatible = simulator.baseUrls().get("ollama") + "/v1/chat/completions";
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
    JsonNode models = caller.get(simulator.baseUrls().get("ollama") + "/v1/models");
    JsonNode claude = caller.get(simulator.url("anthropic") + "/v1/models");

    assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
    assertThat(models.at("/data/0/id").asText()).isEqualTo("llama-3.1");
    assertThat(claude.at("/data/0/type").asText()).isEqualTo("model");
  }
}
