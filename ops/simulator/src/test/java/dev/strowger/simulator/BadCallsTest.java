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

class BadCallsTest {
  private static Simulator simulator;
  private static Caller caller;
  private static String openAi;
  private static String anthropic;
  private static String ollama;

  @BeforeAll
  static void start() {
    simulator = Simulator.start(SimulatorConfig.onFreePorts());
    caller = new Caller(HttpClient.Version.HTTP_1_1);
    openAi = simulator.baseUrls().get("openai") + "/chat/completions";
    anthropic = simulator.baseUrls().get("anthropic") + "/v1/messages";
    ollama = simulator.url("ollama") + "/api/chat";
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
}
