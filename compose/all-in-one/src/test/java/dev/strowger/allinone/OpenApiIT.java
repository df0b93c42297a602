package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
  private static final String RESPONSES_WEATHER =
      """
      "tools":[{"type":"function","name":"get_weather","parameters":{"type":"object",\
      "properties":{"city":{"type":"string"}},"required":["city"]}}],\
      """;
  private static final String RESPONSES_CITY =
      """
      "text":{"format":{"type":"json_schema","name":"city","strict":true,"schema":\
      {"type":"object","properties":{"name":{"type":"string"}},"required":["name"],\
      "additionalProperties":false}}},\
      """;
  private static final String MESSAGES_WEATHER =
      """
      "tools":[{"name":"get_weather","input_schema":{"type":"object",\
      "properties":{"city":{"type":"string"}},"required":["city"]}}],\
      """;
  private static final String ECHOED =
      """
      "instructions":"Be brief.","metadata":{"a":"b"},"temperature":0.5,"user":"u",\
      "max_output_tokens":99,"store":false,"parallel_tool_calls":false,\
      """;
  private static final String MESSAGES =
      "\"messages\":[{\"role\":\"user\",\"content\":\"How is Vienna?\"}]";
  private static final String LIMIT = "\"max_tokens\":99,";
  private static final List<String> MODELS = List.of(NodeCases.MODELS.split(" "));

  /** One whose provider speaks OpenAI's API, and one whose provider speaks Anthropic's. */
  private static final List<String> FAMILIES =
      List.of("openai/gpt-4o-mini", "anthropic/claude-haiku-4-5");

  /**
   * One call and the kind of what comes back.
   *
   * @param body empty: none is sent
   */
  record Call(String method, String path, String body, int status, String kind) {
    @Override
    public String toString() {
      return kind + " of " + method + " " + path + " " + body;
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
            chat("none", STREAM, 404, "ErrorResponse"),
            prompt("none", "", 404, "ErrorResponse"),
            prompt("gpt-4o-mini", "\"n\":-1,", 400, "ErrorResponse"),
            embed("", 200, "CreateEmbeddingResponse"),
            embed("\"dimensions\":8,", 200, "CreateEmbeddingResponse"),
            embed("\"encoding_format\":\"base64\",", 200, "CreateEmbeddingResponse"),
            embed("\"dimensions\":0,", 400, "ErrorResponse"),
            get("/responses/resp_none", 404, "ErrorResponse"),
            get("/responses/resp_none/input_items", 404, "ErrorResponse"),
            respond("none", "", 404, "ErrorResponse"),
            respond("none", STREAM, 404, "ErrorResponse"),
            respond("gpt-4o-mini", "\"temperature\":3,", 400, "ErrorResponse"),
            respond("gpt-4o-mini", "\"previous_response_id\":\"x\",", 400, "ErrorResponse"),
            message("none", LIMIT, 404, "MessagesError"),
            message("none", LIMIT + STREAM, 404, "MessagesError"),
            message("gpt-4o-mini", "", 400, "MessagesError")),
        Stream.concat(
            MODELS.stream().flatMap(OpenApiIT::chatsWith),
            FAMILIES.stream().flatMap(OpenApiIT::answersOf)));
  }

  private static Stream<Call> chatsWith(String model) {
    return Stream.of(
        chat(model, "", 200, "CreateChatCompletionResponse"),
        chat(model, WEATHER, 200, "CreateChatCompletionResponse"),
        chat(model, CITY, 200, "CreateChatCompletionResponse"),
        chat(model, "\"max_tokens\":3,", 200, "CreateChatCompletionResponse"));
  }

  private static Stream<Call> answersOf(String model) {
    return Stream.of(
        prompt(model, "", 200, "CreateCompletionResponse"),
        prompt(model, "\"max_tokens\":3,\"echo\":false,", 200, "CreateCompletionResponse"),
        respond(model, "", 200, "Response"),
        respond(model, ECHOED, 200, "Response"),
        respond(model, RESPONSES_WEATHER, 200, "Response"),
        respond(model, RESPONSES_CITY, 200, "Response"),
        respond(model, "\"max_output_tokens\":16,", 200, "Response"),
        message(model, LIMIT, 200, "Message"),
        message(model, LIMIT + MESSAGES_WEATHER, 200, "Message"),
        message(model, "\"max_tokens\":3,", 200, "Message"),
        count(model, MESSAGES_WEATHER, 200, "MessageTokensCount"));
  }

  static Stream<Call> streams() {
    return Stream.concat(
        MODELS.stream().flatMap(OpenApiIT::chatStreamsOf),
        FAMILIES.stream().flatMap(OpenApiIT::streamsOf));
  }

  private static Stream<Call> chatStreamsOf(String model) {
    return Stream.of(
        chat(model, STREAM, 200, "CreateChatCompletionStreamResponse"),
        chat(model, STREAM + WEATHER, 200, "CreateChatCompletionStreamResponse"),
        chat(model, STREAM + CITY, 200, "CreateChatCompletionStreamResponse"),
        chat(model, STREAM + USAGE, 200, "CreateChatCompletionStreamResponse"));
  }

  private static Stream<Call> streamsOf(String model) {
    return Stream.of(
        prompt(model, STREAM, 200, "CreateCompletionStreamResponse"),
        prompt(model, STREAM + USAGE, 200, "CreateCompletionStreamResponse"),
        respond(model, STREAM, 200, "ResponseStreamEvent"),
        respond(model, STREAM + ECHOED, 200, "ResponseStreamEvent"),
        respond(model, STREAM + RESPONSES_WEATHER, 200, "ResponseStreamEvent"),
        respond(model, STREAM + RESPONSES_CITY, 200, "ResponseStreamEvent"),
        respond(model, STREAM + "\"max_output_tokens\":16,", 200, "ResponseStreamEvent"),
        message(model, LIMIT + STREAM, 200, "MessageStreamEvent"),
        message(model, LIMIT + STREAM + MESSAGES_WEATHER, 200, "MessageStreamEvent"),
        message(model, "\"max_tokens\":3," + STREAM, 200, "MessageStreamEvent"));
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

  @Test
  void aKeptResponseIsAsDescribed() throws Exception {
    HttpResponse<String> made = send(respond("gpt-4o-mini", RESPONSES_WEATHER, 200, "Response"));
    String id = new ObjectMapper().readTree(made.body()).path("id").asText();
    String more = "\"previous_response_id\":\"" + id + "\",";

    anAnswerIsAsDescribed(get("/responses/" + id, 200, "Response"));
    anAnswerIsAsDescribed(get("/responses/" + id + "/input_items", 200, "ResponseItemList"));
    anAnswerIsAsDescribed(respond("gpt-4o-mini", more, 200, "Response"));
    anAnswerIsAsDescribed(new Call("DELETE", "/responses/" + id, "", 200, "DeletedResponse"));
    anAnswerIsAsDescribed(new Call("DELETE", "/responses/" + id, "", 404, "ErrorResponse"));
    anAnswerIsAsDescribed(get("/responses/" + id, 404, "ErrorResponse"));
  }

  private static Call get(String path, int status, String kind) {
    return new Call("GET", path, "", status, kind);
  }

  private static Call post(String path, String body, int status, String kind) {
    return new Call("POST", path, body, status, kind);
  }

  /**
   * @param more members before the messages, each with a comma after it
   */
  private static Call chat(String model, String more, int status, String kind) {
    return post("/chat/completions", body(model, more, MESSAGES), status, kind);
  }

  private static Call prompt(String model, String more, int status, String kind) {
    String prompt = "\"prompt\":\"Vienna is\"";
    return post("/completions", body(model, more, prompt), status, kind);
  }

  private static Call embed(String more, int status, String kind) {
    String input = "\"input\":[\"Vienna\",\"Graz\"]";
    return post("/embeddings", body(NodeCases.EMBEDDER, more, input), status, kind);
  }

  private static Call respond(String model, String more, int status, String kind) {
    String input = "\"input\":\"How is Vienna?\"";
    return post("/responses", body(model, more, input), status, kind);
  }

  private static Call message(String model, String more, int status, String kind) {
    return post("/messages", body(model, more, MESSAGES), status, kind);
  }

  private static Call count(String model, String more, int status, String kind) {
    return post("/messages/count_tokens", body(model, more, MESSAGES), status, kind);
  }

  private static String body(String model, String more, String last) {
    return "{\"model\":\"%s\",%s%s}".formatted(model, more, last);
  }

  private static HttpResponse<String> send(Call call) throws Exception {
    RunningGateway gateway = RunningGateway.shared();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway.endpoint("apps") + call.path()))
            .timeout(Duration.ofSeconds(60))
            .header("authorization", "Bearer " + gateway.key())
            .header("content-type", "application/json");
    request.method(call.method(), HttpRequest.BodyPublishers.ofString(call.body()));
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
