package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.allinone.SimulatedFamilies.Family;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family of providers by every API of the clients. */
@ParameterizedClass
@EnumSource
class FamiliesIT {
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"days\":{\"type\":\"integer\"}},"
          + "\"required\":[\"city\",\"days\"],\"additionalProperties\":false}";
  private static final String SAID =
      "\"messages\":[{\"role\":\"user\",\"content\":\"In 12 words\"}]";
  private static final String CHAT_TOOL =
      ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":SCHEMA}}]";
  private static final String RESPONSES_TOOL =
      ",\"tools\":[{\"type\":\"function\",\"name\":\"weather\",\"parameters\":SCHEMA,\"strict\":false}]";
  private static final String MESSAGES_TOOL =
      ",\"tools\":[{\"name\":\"weather\",\"input_schema\":SCHEMA}]";
  private static final String FORM =
      ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"w\",\"strict\":true,\"schema\":SCHEMA}}";

  private final Family family;
  private final ObjectMapper json = new ObjectMapper();

  FamiliesIT(Family family) {
    this.family = family;
  }

  /**
   * One kind of call.
   *
   * @param kind of the whole answer; that of a stream's events is beside it
   * @param text where the text of a whole answer is
   * @param arguments where the arguments of a call are; empty if none is wanted
   * @param finish where is said why it ended
   */
  record Case(
      String path,
      String body,
      String kind,
      String events,
      String text,
      String arguments,
      String finish,
      String why,
      String usage) {
    /**
     * What the declarations are stricter in than the API itself: members of a message that may be
     * null need not be there, pings are sent, and what a completion's chunk has only at its end is
     * null before.
     */
    boolean tolerates(String violation) {
      return switch (path) {
        case "/messages" ->
            violation.contains("must have required property") || violation.contains("\"ping\"");
        case "/completions" -> violation.contains("found null");
        default -> false;
      };
    }

    @Override
    public String toString() {
      return path + (arguments.isEmpty() ? "" : " with tools") + " " + why;
    }
  }

  private static Case chat(String more, String text, String arguments, String why) {
    return new Case(
        "/chat/completions",
        SAID + more,
        "CreateChatCompletionResponse",
        "CreateChatCompletionStreamResponse",
        text,
        arguments,
        "/choices/0/finish_reason",
        why,
        "/usage/completion_tokens");
  }

  private static Case responses(String more, String text, String arguments) {
    return new Case(
        "/responses",
        "\"input\":\"In 12 words\"" + more,
        "Response",
        "ResponseStreamEvent",
        text,
        arguments,
        "/status",
        "completed",
        "/usage/output_tokens");
  }

  private static Case messages(String more, String text, String arguments, String why) {
    return new Case(
        "/messages",
        SAID + ",\"max_tokens\":90" + more,
        "Message",
        "MessageStreamEvent",
        text,
        arguments,
        "/stop_reason",
        why,
        "/usage/output_tokens");
  }

  static List<Case> cases() {
    String content = "/choices/0/message/content";
    return List.of(
        chat("", content, "", "stop"),
        chat(",\"max_tokens\":5", content, "", "length"),
        chat(FORM, content, content, "stop"),
        chat(CHAT_TOOL, "", "/choices/0/message/tool_calls/0/function/arguments", "tool_calls"),
        new Case(
            "/completions",
            "\"prompt\":\"In 12 words\",\"max_tokens\":50",
            "CreateCompletionResponse",
            "CreateCompletionResponse",
            "/choices/0/text",
            "",
            "/choices/0/finish_reason",
            "stop",
            "/usage/completion_tokens"),
        responses("", "/output/0/content/0/text", ""),
        responses(RESPONSES_TOOL, "", "/output/{last}/arguments"),
        messages("", "/content/0/text", "", "end_turn"),
        messages(MESSAGES_TOOL, "", "/content/{last}/input", "tool_use"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answers(Case asked) throws Exception {
    HttpResponse<String> answer = post(asked, "");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(OpenApi.shared().violations(asked.kind(), answer.body()))
        .as(answer.body())
        .allMatch(asked::tolerates);
    JsonNode body = json.readTree(answer.body());
    if (!asked.text().isEmpty()) {
      assertThat(body.at(asked.text()).asText()).as(answer.body()).isNotEmpty();
    }
    if (!asked.arguments().isEmpty()) {
      assertArguments(body, asked.arguments());
    }
    assertThat(body.at(asked.finish()).asText()).isEqualTo(asked.why());
    assertThat(body.at(asked.usage()).asInt()).as(answer.body()).isPositive();
    assertThat(body.path("model").asText()).isEqualTo(family.model());
    assertHeaders(answer);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void streams(Case asked) throws Exception {
    HttpResponse<String> answer = post(asked, ",\"stream\":true" + usageWanted(asked));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(OpenApi.shared().streamViolations(asked.events(), answer.body()))
        .as(answer.body())
        .allMatch(asked::tolerates);
    Streamed streamed = Streamed.of(answer.body());
    if (asked.arguments().isEmpty()) {
      assertThat(streamed.text()).isNotEmpty();
    } else {
      String made = asked.text().isEmpty() ? streamed.arguments() : streamed.text();
      assertThat(json.readTree(made).path("days").isInt()).as(answer.body()).isTrue();
    }
    assertThat(streamed.finish()).as(answer.body()).isEqualTo(asked.why());
    assertThat(streamed.outputTokens()).as(answer.body()).isPositive();
    assertHeaders(answer);
  }

  @Test
  void goesOnFromAKeptResponse() throws Exception {
    JsonNode first = json.readTree(family.post("/responses", "{\"input\":\"In 12 words\"}").body());
    HttpResponse<String> second =
        family.post(
            "/responses",
            "{\"input\":\"And in 9 words?\",\"previous_response_id\":%s}"
                .formatted(first.path("id")));

    assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
    JsonNode body = json.readTree(second.body());
    assertThat(body.at("/usage/input_tokens").asInt())
        .isGreaterThan(first.at("/usage/input_tokens").asInt() + 9);
    assertThat(body.path("previous_response_id")).isEqualTo(first.path("id"));
  }

  @Test
  void takesTheResultOfATool() throws Exception {
    HttpResponse<String> call = family.post("/chat/completions", full(SAID + CHAT_TOOL));
    JsonNode message = json.readTree(call.body()).at("/choices/0/message");
    String said =
        "\"messages\":[{\"role\":\"user\",\"content\":\"Weather?\"},"
            + message
            + ",{\"role\":\"tool\",\"content\":\"21 degrees\",\"tool_call_id\":"
            + message.at("/tool_calls/0/id")
            + "}]";

    HttpResponse<String> answer = family.post("/chat/completions", full(said + CHAT_TOOL));

    assertValid("CreateChatCompletionResponse", answer);
    assertThat(json.readTree(answer.body()).at("/choices/0/message/content").asText())
        .contains("The tool answered", "21 degrees");
  }

  @Test
  void countsTokens() throws Exception {
    HttpResponse<String> answer = family.post("/messages/count_tokens", full(SAID));

    assertValid("MessageTokensCount", answer);
    assertThat(json.readTree(answer.body()).path("input_tokens").asInt()).isPositive();
  }

  @Test
  void makesEmbeddingsIfItCan() throws Exception {
    HttpResponse<String> answer = family.post("/embeddings", "{\"input\":[\"one\",\"two\"]}");

    if (family.embeds()) {
      assertValid("CreateEmbeddingResponse", answer);
      JsonNode data = json.readTree(answer.body()).path("data");
      assertThat(data.size()).isEqualTo(2);
      assertThat(data.at("/1/embedding").size()).isGreaterThan(100);
      assertThat(data.at("/1/embedding")).isNotEqualTo(data.at("/0/embedding"));
    } else {
      assertThat(answer.statusCode()).isEqualTo(400);
      assertValid("ErrorResponse", answer);
    }
  }

  @Test
  void namesWhatItDrops() throws Exception {
    String body = full(SAID + ",\"logit_bias\":{\"5\":1}");
    boolean takesIt = family == Family.OPENAI || family == Family.AZURE_OPENAI;

    HttpResponse<String> strict = family.post("/chat/completions", body);
    HttpResponse<String> lenient =
        family.post("/chat/completions", body, "x-strowger-unsupported", "lenient");

    assertThat(strict.statusCode()).as(strict.body()).isEqualTo(takesIt ? 200 : 400);
    assertThat(lenient.statusCode()).as(lenient.body()).isEqualTo(200);
    assertThat(lenient.headers().firstValue("x-strowger-dropped").orElse(""))
        .isEqualTo(takesIt ? "" : "logit_bias");
  }

  private HttpResponse<String> post(Case asked, String more) throws Exception {
    return family.post(asked.path(), full(asked.body() + more));
  }

  private static String full(String members) {
    return "{" + members.replace("SCHEMA", SCHEMA) + "}";
  }

  private static String usageWanted(Case asked) {
    return asked.path().endsWith("completions")
        ? ",\"stream_options\":{\"include_usage\":true}"
        : "";
  }

  private void assertArguments(JsonNode body, String where) throws Exception {
    String list = where.contains("{last}") ? where.substring(0, where.indexOf("/{last}")) : "";
    JsonNode found = body.at(where.replace("{last}", Integer.toString(body.at(list).size() - 1)));
    JsonNode arguments = found.isTextual() ? json.readTree(found.asText()) : found;
    assertThat(arguments.path("days").isInt()).as(body.toString()).isTrue();
    assertThat(arguments.path("city").isTextual()).isTrue();
  }

  private void assertHeaders(HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue("x-strowger-provider")).hasValue(family.provider());
    assertThat(answer.headers().firstValue("x-strowger-model")).hasValue(family.model());
    assertThat(answer.headers().firstValue("x-strowger-simulated")).hasValue("true");
    assertThat(answer.headers().firstValue("x-strowger-dropped")).isEmpty();
  }

  private static void assertValid(String kind, HttpResponse<String> answer) throws Exception {
    assertThat(OpenApi.shared().violations(kind, answer.body())).as(answer.body()).isEmpty();
  }
}
