package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.allinone.SimulatedFamilies.Family;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream that dies after 40 of 60 tokens, and a target of another family that goes on. */
class RescueIT {
  private static final int WHOLE = 60;
  private static final int UNTIL_CUT = 40;
  private static final String SAID =
      "\"messages\":[{\"role\":\"user\",\"content\":\"In 60 words\"}]";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An API of the clients; what it says once in a stream, at its beginning and at its end. */
  enum Api {
    CHAT(
        "/chat/completions",
        SAID + ",\"stream_options\":{\"include_usage\":true}",
        "\"role\":\"assistant\"",
        "\"finish_reason\":\"stop\""),
    COMPLETIONS(
        "/completions",
        // Without a limit of its own this API ends after 16 tokens.
        "\"max_tokens\":400,\"prompt\":\"In 60 words\",\"stream_options\":{\"include_usage\":true}",
        "\"You\"",
        "\"finish_reason\":\"stop\""),
    RESPONSES(
        "/responses",
        "\"input\":\"In 60 words\"",
        "event: response.created\n",
        "event: response.completed\n"),
    MESSAGES(
        "/messages", "\"max_tokens\":400," + SAID, "event: message_start\n", "\"message_stop\"");

    private final String path;
    private final String body;
    private final String beginning;
    private final String end;

    Api(String path, String body, String beginning, String end) {
      this.path = path;
      this.body = body;
      this.beginning = beginning;
      this.end = end;
    }
  }

  @BeforeEach
  void cut() throws Exception {
    simulate(Family.OPENAI, "{\"cut_rate\":1,\"cut_after_tokens\":" + UNTIL_CUT + "}");
  }

  @AfterEach
  void calm() throws Exception {
    for (Family family : Family.values()) {
      simulate(family, "{\"cut_rate\":0,\"cut_after_tokens\":5,\"refuse_prefill\":0}");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPENAI")
  void theClientGetsTheWholeAnswerInOneStream(Family fallback) throws Exception {
    for (Api api : Api.values()) {
      HttpResponse<String> answer = post(api, fallback);

      assertWhole(api, answer);
      assertThat(answer.headers().firstValue("x-strowger-provider")).hasValue("openai");
      assertThat(answer.body())
          .containsOnlyOnce(": strowger-rescued provider=" + fallback.provider());
    }
  }

  @Test
  void aRefusedPrefillIsNoFailure() throws Exception {
    simulate(Family.ANTHROPIC, "{\"refuse_prefill\":1}");

    for (Api api : Api.values()) {
      HttpResponse<String> answer = post(api, Family.ANTHROPIC);

      assertWhole(api, answer);
      assertThat(answer.body()).doesNotContain("prefill");
    }
  }

  @Test
  void anAnswerThatWasNeverWholeEndsWithAnError() throws Exception {
    simulate(Family.ANTHROPIC, "{\"cut_rate\":1,\"cut_after_tokens\":3}");

    for (Api api : Api.values()) {
      String body = post(api, Family.ANTHROPIC).body();

      assertThat(body).contains("broke off").doesNotContain(api.end, "[DONE]");
      assertThat(Streamed.of(body).text().split(" ")).hasSizeGreaterThan(40);
    }
  }

  private static void assertWhole(Api api, HttpResponse<String> answer) throws Exception {
    String body = answer.body();
    Streamed streamed = Streamed.of(body);
    assertThat(answer.statusCode()).as(body).isEqualTo(200);
    assertThat(streamed.text().split(" ")).as(api + " " + body).hasSize(WHOLE);
    assertThat(streamed.text())
        .startsWith("You asked: \"In 60 words\". I am simulated gpt-4o-mini");
    assertThat(streamed.outputTokens()).as(api + " " + body).isEqualTo(used(streamed.text()));
    assertThat(body).as(api.name()).containsOnlyOnce(api.beginning).containsOnlyOnce(api.end);
    assertThat(ids(body)).as(api + " " + body).hasSize(1);
    assertThat(body.endsWith("data: [DONE]\n\n"))
        .isEqualTo(api == Api.CHAT || api == Api.COMPLETIONS);
  }

  /** The broken part was not counted by its provider, so it is estimated by its characters. */
  private static int used(String text) {
    String broken =
        Arrays.stream(text.split(" ")).limit(UNTIL_CUT).collect(Collectors.joining(" "));
    return Math.max(UNTIL_CUT, (broken.length() + 3) / 4) + WHOLE - UNTIL_CUT;
  }

  /** Of answers, not of their parts. */
  private static Set<String> ids(String body) throws Exception {
    Set<String> ids = new HashSet<>();
    for (SseEvent event : SseEvent.all(body)) {
      if (event.data().equals("[DONE]")) {
        continue;
      }
      JsonNode data = JSON.readTree(event.data());
      for (String path : new String[] {"/id", "/response/id", "/message/id"}) {
        if (data.at(path).isTextual()) {
          ids.add(data.at(path).asText());
        }
      }
    }
    return ids;
  }

  private static HttpResponse<String> post(Api api, Family fallback) throws Exception {
    String model = SimulatedFamilies.rescuedBy(fallback);
    return SimulatedFamilies.gateway()
        .post(api.path, "{\"model\":\"" + model + "\",\"stream\":true," + api.body + "}");
  }

  private static void simulate(Family family, String behaviour) throws Exception {
    SimulatedFamilies.gateway().simulate(family.provider(), behaviour);
  }
}
