package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.wire.Json;
import java.net.http.HttpClient;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AnthropicFormatTest {
  private static final String TOOL_SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},"
          + "\"unit\":{\"enum\":[\"C\",\"F\"]},\"days\":{\"type\":\"integer\",\"minimum\":1,"
          + "\"maximum\":7}},\"required\":[\"city\",\"unit\",\"days\"]}";
  private static final String ANTHROPIC_TOOLS =
      ",\"tools\":[{\"name\":\"weather\",\"input_schema\":" + TOOL_SCHEMA + "}]";

  private static Simulator simulator;
  private static Caller caller;
  private static String anthropic;

  @BeforeAll
  static void start() {
    simulator = Simulator.start(SimulatorConfig.onFreePorts());
    caller = new Caller(HttpClient.Version.HTTP_1_1);
    anthropic = simulator.baseUrls().get("anthropic") + "/v1/messages";
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
}
