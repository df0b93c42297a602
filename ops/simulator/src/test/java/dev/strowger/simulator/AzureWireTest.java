package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AzureWireTest {
  private static final String CHAT =
      "/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21";
  private static final String SAFE =
      "{\"hate\":{\"filtered\":false,\"severity\":\"safe\"},"
          + "\"self_harm\":{\"filtered\":false,\"severity\":\"safe\"},"
          + "\"sexual\":{\"filtered\":false,\"severity\":\"safe\"},"
          + "\"violence\":{\"filtered\":false,\"severity\":\"safe\"}}";
  private static final String TOOLS =
      ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"count\",\"parameters\":"
          + Stage.SCHEMA
          + "}}]";

  private static Stage stage;

  @BeforeAll
  static void start() {
    stage = new Stage("azure-openai");
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  private static String ask(String more) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"in 2 words\"}]" + more + "}";
  }

  @Test
  void answersByDeploymentWithTheVerdictsOfItsFilter() throws Exception {
    JsonNode whole = stage.json(CHAT, ask(""));

    assertThat(whole)
        .isEqualTo(
            Stage.read(
                """
                {"id":"chatcmpl-sim000000000000","object":"chat.completion","created":1700000000,
                "model":"my-gpt","system_fingerprint":"fp_simulated","choices":[{
                "content_filter_results":SAFE,"index":0,"message":{"role":"assistant",
                "content":"You asked:","refusal":null},"logprobs":null,"finish_reason":"stop"}],
                "usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9,
                "prompt_tokens_details":{"cached_tokens":0},
                "completion_tokens_details":{"reasoning_tokens":0}},
                "prompt_filter_results":[{"prompt_index":0,"content_filter_results":SAFE}]}"""
                    .replace("SAFE", SAFE)));
  }

  @Test
  void aStreamBeginsWithoutChoicesAndWithTheVerdictOnThePrompt() throws Exception {
    String stream = stage.post(CHAT, ask(",\"stream\":true")).body();

    assertThat(Stage.lines(stream).getFirst())
        .isEqualTo(
            "data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\","
                + "\"prompt_filter_results\":[{\"prompt_index\":0,\"content_filter_results\":"
                + SAFE
                + "}]}");
    List<JsonNode> events = Caller.events(stream);
    assertThat(events.get(2).at("/choices/0/delta/content").asText()).isEqualTo("You");
    assertThat(events.get(2).at("/choices/0/content_filter_results")).isEqualTo(Stage.read(SAFE));
    assertThat(events.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(stream).endsWith("data: [DONE]\n\n");
  }

  @Test
  void callsToolsWholeAndStreamed() throws Exception {
    JsonNode whole = stage.json(CHAT, ask(TOOLS));
    List<JsonNode> events = Caller.events(stage.post(CHAT, ask(TOOLS + ",\"stream\":true")).body());

    assertThat(whole.at("/choices/0/message/tool_calls/0/function/arguments").asText())
        .isEqualTo("{\"n\":7}");
    assertThat(events.get(1).at("/choices/0/delta/tool_calls/0/function/name").asText())
        .isEqualTo("count");
    assertThat(events.get(2).at("/choices/0/delta/tool_calls/0/function/arguments").asText())
        .isEqualTo("{\"n\":7}");
  }

  @Test
  void completesABarePromptWholeAndStreamed() throws Exception {
    String path = "/openai/deployments/my-gpt/completions?api-version=2024-10-21";
    String ask = "{\"prompt\":\"in 2 words\",\"stream\":%s}";

    JsonNode whole = stage.json(path, ask.formatted(false));
    List<JsonNode> events = Caller.events(stage.post(path, ask.formatted(true)).body());

    assertThat(whole.path("object").asText()).isEqualTo("text_completion");
    assertThat(whole.path("model").asText()).isEqualTo("my-gpt");
    assertThat(whole.at("/choices/0/text").asText()).isEqualTo("You asked:");
    assertThat(events.getFirst().at("/choices/0/text").asText()).isEqualTo("You");
    assertThat(events.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void theModelStandsInTheBodyWhereThePathNamesNoDeployment() throws Exception {
    JsonNode named = stage.json("/openai/v1/chat/completions", ask(",\"model\":\"gpt-x\""));
    HttpResponse<String> unnamed = stage.post("/openai/v1/chat/completions", ask(""));

    assertThat(named.path("model").asText()).isEqualTo("gpt-x");
    assertThat(unnamed.statusCode()).isEqualTo(400);
  }

  @Test
  void refusesInItsOwnForm() throws Exception {
    HttpResponse<String> limited =
        stage.under("{\"error_rate\":1,\"error_status\":429,\"retry_after_s\":9}", CHAT, ask(""));
    HttpResponse<String> missing =
        stage.under("{\"error_rate\":1,\"error_status\":404}", CHAT, ask(""));
    HttpResponse<String> unversioned =
        stage.post("/openai/deployments/my-gpt/chat/completions", ask(""));

    assertThat(Stage.read(limited.body()))
        .isEqualTo(
            Stage.read(
                "{\"error\":{\"code\":\"429\",\"message\":\"Simulated error 429 of azure-openai.\"}}"));
    assertThat(limited.headers().firstValue("retry-after")).contains("9");
    assertThat(unversioned.statusCode()).isEqualTo(404);
    assertThat(Stage.read(unversioned.body()).at("/error/code").asText()).isEqualTo("404");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(Stage.read(missing.body()).at("/error/code").asText())
        .isEqualTo("DeploymentNotFound");
  }

  @Test
  void aFilteredPromptIsAnErrorThatSaysWhatWasFound() throws Exception {
    HttpResponse<String> filtered = stage.under("{\"filter_rate\":1}", CHAT, ask(""));

    assertThat(filtered.statusCode()).isEqualTo(400);
    JsonNode error = Stage.read(filtered.body()).path("error");
    assertThat(error.path("code").asText()).isEqualTo("content_filter");
    assertThat(error.at("/innererror/code").asText()).isEqualTo("ResponsibleAIPolicyViolation");
    assertThat(error.at("/innererror/content_filter_result/violence/filtered").asBoolean())
        .isTrue();
  }

  @Test
  void anErrorInAStreamIsAnEventAndEndsIt() throws Exception {
    String stream =
        stage
            .under(
                "{\"stream_error_rate\":1,\"stream_error_after_tokens\":1,\"error_status\":500}",
                CHAT,
                ask(",\"stream\":true"))
            .body();

    assertThat(Caller.events(stream).getLast().at("/error/code").asText())
        .isEqualTo("InternalServerError");
    assertThat(stream).contains("\"content\":\"You\"").doesNotContain("[DONE]", "\"stop\"");
  }

  @Test
  void embedsByDeployment() throws Exception {
    JsonNode embedded =
        stage.json(
            "/openai/deployments/my-embed/embeddings?api-version=2024-10-21",
            "{\"input\":[\"a\",\"b\"],\"dimensions\":4}");

    assertThat(embedded.path("model").asText()).isEqualTo("my-embed");
    assertThat(embedded.at("/data/1/embedding")).hasSize(4);
  }
}
