package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the door answers is what OpenAI's API description promises, member by member. */
class OpenApiIT {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String STREAM = "\"stream\":true,";
  private static final String USAGE = "\"stream_options\":{\"include_usage\":true},";
  private static final String WEATHER =
      """
      "tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object",\
      "properties":{"city":{"type":"string"}},"required":["city"]}}}],\
      """;
  private static final String CITY =
      """
      "response_format":{"type":"json_schema","json_schema":{"name":"city","strict":true,"schema":\
      {"type":"object","properties":{"name":{"type":"string"}},"required":["name"],\
      "additionalProperties":false}}},\
      """;
  private static final List<String> MODELS =
      List.of(
          "gpt-4o-mini", "openai/gpt-4o-mini", "anthropic/claude-haiku-4-5", "ollama/llama-3.1");

  /**
   * One call and the kind of what comes back.
   *
   * @param body empty asks by GET
   */
  record Call(String path, String body, int status, String kind) {
    @Override
    public String toString() {
      return kind + " of " + path + " " + body;
    }
  }

  static Stream<Call> answers() {
    return Stream.concat(
        Stream.of(
            get("/models", 200, "ListModelsResponse"),
            get("/models/gpt-4o-mini", 200, "Model"),
            get("/models/anthropic/claude-haiku-4-5", 200, "Model"),
            get("/models/none", 404, "ErrorResponse"),
            get("/none", 404, "ErrorResponse"),
            post("/chat/completions", "{", 400, "ErrorResponse"),
            chat("none", "", 404, "ErrorResponse"),
            chat("gpt-4o-mini", "\"n\":-1,", 400, "ErrorResponse"),
            chat("none", STREAM, 404, "ErrorResponse")),
        MODELS.stream().flatMap(OpenApiIT::answersOf));
  }

  private static Stream<Call> answersOf(String model) {
    return Stream.of(
        chat(model, "", 200, "CreateChatCompletionResponse"),
        chat(model, WEATHER, 200, "CreateChatCompletionResponse"),
        chat(model, CITY, 200, "CreateChatCompletionResponse"),
        chat(model, "\"max_tokens\":3,", 200, "CreateChatCompletionResponse"));
  }

  static Stream<Call> streams() {
    return MODELS.stream().flatMap(OpenApiIT::streamsOf);
  }

  private static Stream<Call> streamsOf(String model) {
    return Stream.of(
        chat(model, STREAM, 200, "CreateChatCompletionStreamResponse"),
        chat(model, STREAM + WEATHER, 200, "CreateChatCompletionStreamResponse"),
        chat(model, STREAM + CITY, 200, "CreateChatCompletionStreamResponse"),
        chat(model, STREAM + USAGE, 200, "CreateChatCompletionStreamResponse"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void anAnswerIsAsDescribed(Call call) throws Exception {
    HttpResponse<String> answer = send(call);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(call.status());
    assertThat(answer.headers().firstValue("content-type").orElse(""))
        .startsWith("application/json");
    assertThat(OpenApi.shared().violations(call.kind(), answer.body())).as(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void eachEventOfAStreamIsAsDescribed(Call call) throws Exception {
    HttpResponse<String> answer = send(call);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(call.status());
    assertThat(answer.headers().firstValue("content-type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(OpenApi.shared().streamViolations(call.kind(), answer.body()))
        .as(answer.body())
        .isEmpty();
  }

  private static Call get(String path, int status, String kind) {
    return new Call(path, "", status, kind);
  }

  private static Call post(String path, String body, int status, String kind) {
    return new Call(path, body, status, kind);
  }

  /**
   * @param more members before the messages, each with a comma after it
   */
  private static Call chat(String model, String more, int status, String kind) {
    String body =
        "{\"model\":\"%s\",%s\"messages\":[{\"role\":\"user\",\"content\":\"How is Vienna?\"}]}"
            .formatted(model, more);
    return post("/chat/completions", body, status, kind);
  }

  private static HttpResponse<String> send(Call call) throws Exception {
    RunningGateway gateway = RunningGateway.shared();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway.endpoint("apps") + call.path()))
            .timeout(Duration.ofSeconds(60))
            .header("authorization", "Bearer " + gateway.key())
            .header("content-type", "application/json");
    if (!call.body().isEmpty()) {
      request.POST(HttpRequest.BodyPublishers.ofString(call.body()));
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
