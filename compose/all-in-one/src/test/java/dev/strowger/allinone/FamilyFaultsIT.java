package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.allinone.SimulatedFamilies.Family;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients see when a provider of any family fails in its own dialect. */
@ParameterizedClass
@EnumSource
class FamilyFaultsIT {
  private static final String CALM =
      "{\"error_rate\":0,\"error_status\":500,\"retry_after_s\":0,\"stream_error_rate\":0,"
          + "\"filter_rate\":0,\"cut_rate\":0,\"garbage_rate\":0,\"reset_rate\":0}";
  private static final String SAID =
      "\"messages\":[{\"role\":\"user\",\"content\":\"In 12 words\"}]";

  private final Family family;
  private final ObjectMapper json = new ObjectMapper();

  FamilyFaultsIT(Family family) {
    this.family = family;
  }

  /** An API of the clients, with a call of it. */
  enum Api {
    CHAT("/chat/completions", SAID, "ErrorResponse"),
    COMPLETIONS("/completions", "\"prompt\":\"In 12 words\"", "ErrorResponse"),
    RESPONSES("/responses", "\"input\":\"In 12 words\"", "ErrorResponse"),
    MESSAGES("/messages", "\"max_tokens\":90," + SAID, "MessagesError");

    private final String path;
    private final String body;
    private final String error;

    Api(String path, String body, String error) {
      this.path = path;
      this.body = body;
      this.error = error;
    }
  }

  @AfterEach
  void calm() throws Exception {
    simulate(CALM);
  }

  @ParameterizedTest
  @CsvSource({
    "400, 400, invalid_request_error",
    "401, 502, authentication",
    "404, 502, not_found",
    "429, 429, rate_limit",
    "500, 502, provider_error",
    "503, 503, overloaded"
  })
  void handsOnAnError(int status, int seen, String word) throws Exception {
    simulate("{\"error_rate\":1,\"error_status\":%d,\"retry_after_s\":7}".formatted(status));

    for (Api api : Api.values()) {
      for (boolean stream : List.of(false, true)) {
        HttpResponse<String> answer = post(api, stream);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(seen);
        assertError(api, answer.body());
        assertThat(answer.body()).contains(word);
        assertThat(answer.headers().firstValue("retry-after").isPresent())
            .isEqualTo(seen == 429 || seen == 503);
        if (seen == 429 && family != Family.BEDROCK) {
          assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"stream_error_rate\":1,\"error_status\":500,\"stream_error_after_tokens\":4}",
        "{\"cut_rate\":1,\"cut_after_tokens\":4}"
      })
  void aStreamThatBreaksEndsWithAnError(String fault) throws Exception {
    simulate(fault);

    for (Api api : Api.values()) {
      String body = post(api, true).body();

      Streamed streamed = Streamed.of(body);
      // The only target goes on with its own stream, twice.
      assertThat(streamed.text()).as(body).startsWith("You asked").hasSizeLessThan(120);
      assertThat(streamed.finish()).as(body).isIn("", "in_progress");
      assertThat(body).doesNotContain("[DONE]", "message_stop", "response.completed");
      SseEvent last = SseEvent.all(body).getLast();
      if (api == Api.RESPONSES) {
        assertThat(OpenApi.shared().violations("ResponseStreamEvent", last.data())).isEmpty();
        assertThat(last.name()).isEqualTo("error");
        // Once as OpenAI describes the event, once where OpenAI's clients look.
        assertThat(body.split("broke off", -1)).as(body).hasSize(3);
      } else {
        assertThat(body).containsOnlyOnce("broke off");
        assertError(api, last.data());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"cut_rate\":1}', false, 502",
    "'{\"garbage_rate\":1}', false, 502",
    "'{\"garbage_rate\":1}', true, 502",
    "'{\"reset_rate\":1}', false, 503",
    "'{\"reset_rate\":1}', true, 503",
    "'{\"stream_error_rate\":1,\"error_status\":500,\"stream_error_after_tokens\":0}', true, 502"
  })
  void whatIsNoAnswerIsAnError(String fault, boolean stream, int status) throws Exception {
    simulate(fault);

    for (Api api : Api.values()) {
      HttpResponse<String> answer = post(api, stream);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
      assertError(api, answer.body());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tellsOfAFilter(boolean stream) throws Exception {
    simulate("{\"filter_rate\":1}");

    HttpResponse<String> answer = post(Api.CHAT, stream);

    switch (family) {
      case AZURE_OPENAI, GEMINI, VERTEX -> {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json.readTree(answer.body()).at("/error/code").asText())
            .isEqualTo("content_filter");
      }
      case OPENAI, ANTHROPIC, ANTHROPIC_VERTEX, BEDROCK ->
          assertThat(answer.body()).contains("\"finish_reason\":\"content_filter\"");
      case COHERE, MISTRAL, OLLAMA ->
          assertThat(answer.body()).contains("\"finish_reason\":\"stop\"").contains("filter");
    }
  }

  @Test
  void theOtherApisTellOfAFilterInTheirOwnWords() throws Exception {
    simulate("{\"filter_rate\":1}");

    JsonNode response = json.readTree(post(Api.RESPONSES, false).body());
    JsonNode message = json.readTree(post(Api.MESSAGES, false).body());

    switch (family) {
      case AZURE_OPENAI, GEMINI, VERTEX -> {
        assertThat(response.at("/error/code").asText()).isEqualTo("content_filter");
        assertThat(message.at("/error/type").asText()).isEqualTo("invalid_request_error");
      }
      case OPENAI, ANTHROPIC, ANTHROPIC_VERTEX, BEDROCK -> {
        assertThat(response.path("status").asText()).isEqualTo("incomplete");
        assertThat(response.at("/incomplete_details/reason").asText()).isEqualTo("content_filter");
        assertThat(message.path("stop_reason").asText()).isEqualTo("refusal");
      }
      case COHERE, MISTRAL, OLLAMA -> {
        assertThat(response.path("status").asText()).isEqualTo("completed");
        assertThat(message.path("stop_reason").asText()).isEqualTo("end_turn");
      }
    }
  }

  private void simulate(String behaviour) throws Exception {
    SimulatedFamilies.gateway().simulate(family.provider(), behaviour);
  }

  private HttpResponse<String> post(Api api, boolean stream) throws Exception {
    return family.post(api.path, "{" + api.body + ",\"stream\":" + stream + "}");
  }

  private static void assertError(Api api, String body) throws Exception {
    assertThat(OpenApi.shared().violations(api.error, body)).as(body).isEmpty();
  }
}
