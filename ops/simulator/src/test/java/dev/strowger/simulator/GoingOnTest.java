package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.wire.Json;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that were begun before. */
class GoingOnTest {
  private static final String QUESTION = "{\"role\":\"user\",\"content\":\"Write 30 words\"}";
  private static final String BEGUN = ",{\"role\":\"assistant\",\"content\":%s}";
  private static final String PLEASE =
      ",{\"role\":\"user\",\"content\":\"Go on from the character where it ends.\"}";

  private Simulator simulator;
  private Caller caller;

  @BeforeEach
  void start() {
    simulator = Simulator.start(SimulatorConfig.onFreePorts());
    caller = new Caller(HttpClient.Version.HTTP_1_1);
  }

  @AfterEach
  void stop() {
    caller.close();
    simulator.close();
  }

  @Test
  void aPrefilledAnswerIsGoneOnWith() throws Exception {
    String whole = said(anthropic(QUESTION));
    String begun = whole.substring(0, 60).strip();

    String rest = said(anthropic(QUESTION + BEGUN.formatted(Json.quoted(begun))));

    assertThat(begun + rest).isEqualTo(whole);
  }

  @Test
  void anAnswerIsGoneOnWithWhenTheUserAsksForIt() throws Exception {
    String whole = said(anthropic(QUESTION));
    String begun = whole.substring(0, 60).strip();

    String rest = said(anthropic(QUESTION + BEGUN.formatted(Json.quoted(begun)) + PLEASE));

    assertThat(begun + rest).isEqualTo(whole);
  }

  @Test
  void aPrefillCanBeRefused() throws Exception {
    caller.put(simulator.controlUrl() + "/_control/anthropic", "{\"refuse_prefill\":1}");

    HttpResponse<String> prefilled = anthropic(QUESTION + BEGUN.formatted("\"You\""));
    HttpResponse<String> asked = anthropic(QUESTION + BEGUN.formatted("\"You\"") + PLEASE);

    assertThat(prefilled.statusCode()).isEqualTo(400);
    assertThat(prefilled.body()).contains("does not support assistant message prefill");
    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(simulator.stats("anthropic")).containsEntry("rejected", 1L);
  }

  private HttpResponse<String> anthropic(String messages) throws Exception {
    return caller.post(
        simulator.url("anthropic") + "/v1/messages",
        "{\"model\":\"m\",\"max_tokens\":90,\"messages\":[" + messages + "]}");
  }

  private static String said(HttpResponse<String> response) throws Exception {
    JsonNode answer = Json.MAPPER.readTree(response.body());
    return answer.at("/content/0/text").asText();
  }
}
