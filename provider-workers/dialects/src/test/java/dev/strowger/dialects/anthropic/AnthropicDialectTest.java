package dev.strowger.dialects.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialect.Decoding;
import dev.strowger.dialects.Dialect.Encoding;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.json.Json;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicDialectTest {
  private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";
  private static final String TOOL = "{\"type\":\"function\",\"function\":{\"name\":\"t\"}}";

  private final Dialect dialect = Dialects.of(Family.ANTHROPIC);

  @Test
  void addressesTheMessagesOfTheBaseUrl() {
    ProviderRequest request = sendable("{" + HELLO + "}");

    assertThat(request.uri()).isEqualTo(URI.create("https://provider.example/base/v1/messages"));
    assertThat(request.headers())
        .isEqualTo(
            Map.of(
                "content-type", "application/json",
                "accept", "application/json",
                "anthropic-version", "2023-06-01",
                "x-team", "ml"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "auto"|true|
          "auto"|false|{"type":"auto","disable_parallel_tool_use":true}
          "none"|false|{"type":"none"}
          "required"|true|{"type":"any"}
          "required"|false|{"type":"any","disable_parallel_tool_use":true}
          null|true|
          {"type":"function","function":{"name":"t"}}|true|{"type":"tool","name":"t"}
          {"type":"function","function":{"name":"t"}}|false|{"type":"tool","name":"t","disable_parallel_tool_use":true}
          {"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"t"}}]}}|true|{"type":"any"}
          """)
  void carriesEveryFormOfToolChoice(String choice, boolean parallel, @Nullable String expected) {
    JsonNode json =
        json(
            "{\"tools\":["
                + TOOL
                + "],\"tool_choice\":"
                + choice
                + ",\"parallel_tool_calls\":"
                + parallel
                + ","
                + HELLO
                + "}");

    assertThat(json.path("tool_choice").toString()).isEqualTo(expected == null ? "" : expected);
    assertThat(json.path("tools")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "none"|{"type":"tool","name":"strowger_json_answer","disable_parallel_tool_use":true}|2
          "auto"|{"type":"any"}|2
          "required"|{"type":"any"}|1
          {"type":"function","function":{"name":"t"}}|{"type":"tool","name":"t"}|1
          """)
  void asksForJsonByAToolUnlessAnotherMustBeCalled(String choice, String expected, int tools) {
    JsonNode json =
        json(
            "{\"response_format\":{\"type\":\"json_object\"},\"tools\":["
                + TOOL
                + "],\"tool_choice\":"
                + choice
                + ","
                + HELLO
                + "}");

    assertThat(json.path("tool_choice").toString()).isEqualTo(expected);
    assertThat(json.path("tools")).hasSize(tools);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "claude-sonnet-4-5|0.3|-|0.3|-|[]",
        "claude-sonnet-4-5|2|-|-|-|[temperature]",
        "claude-sonnet-4-5|1|0.5|-|0.5|[]",
        "claude-sonnet-4-5|0.2|0.5|0.2|-|[top_p]",
        "claude-3-opus-20240229|0.2|0.5|0.2|0.5|[]",
        "claude-opus-4-7|0.2|0.5|-|-|[temperature, top_p]",
        "claude-opus-4-7|1|1|-|-|[]",
        "claude-sonnet-4-5|0|1|0.0|-|[]"
      })
  void sendsOfTemperatureAndTopPWhatTheModelTakes(
      String model,
      @Nullable String temperature,
      @Nullable String topP,
      @Nullable String sentTemperature,
      @Nullable String sentTopP,
      String dropped) {
    String body = "{\"temperature\":" + temperature + ",\"top_p\":" + topP + "," + HELLO + "}";

    Encoding.Sendable sent = lenient(model, body);

    JsonNode json = Json.read(sent.request().body()).orElseThrow();
    assertThat(json.path("temperature").asText(""))
        .isEqualTo(sentTemperature == null ? "" : sentTemperature);
    assertThat(json.path("top_p").asText("")).isEqualTo(sentTopP == null ? "" : sentTopP);
    assertThat(sent.dropped()).hasToString(dropped);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"n":2,HELLO}|n
          {"seed":1,HELLO}|seed
          {"frequency_penalty":1,HELLO}|frequency_penalty
          {"verbosity":"low",HELLO}|verbosity
          {"temperature":1.5,HELLO}|temperature
          {"logprobs":true,HELLO}|logprobs
          {"stop":["a","\\n\\n"],HELLO}|stop
          {"logit_bias":{"1":2},HELLO}|logit_bias
          {"messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AA==","format":"wav"}}]}]}|messages[0].content
          {"messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"data:audio/wav;base64,AA=="}}]}]}|messages[0].content
          {"messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"data:text/csv;base64,/w=="}}]}]}|messages[0].content
          {"messages":[]}|messages
          """)
  void refusesWhatItCannotDoByName(String body, String param) {
    Encoding encoding =
        dialect.encode(
            Calls.sync("m", body.replace("HELLO", HELLO)), Calls.provider(Family.ANTHROPIC));

    assertThat(encoding)
        .isInstanceOfSatisfying(
            Encoding.Unsendable.class,
            unsendable -> {
              assertThat(unsendable.fault().kind()).isEqualTo(FailureKind.UNSUPPORTED);
              assertThat(unsendable.fault().param()).hasValue(param);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          400|invalid_request_error|m|BAD_REQUEST
          400|invalid_request_error|prompt is too long: 210000 tokens > 200000 maximum|CONTEXT_LENGTH
          400|invalid_request_error|input length and `max_tokens` exceed context limit: 1 + 2 > 3|CONTEXT_LENGTH
          400|invalid_request_error|Your credit balance is too low to access the Anthropic API.|RATE_LIMITED
          400|invalid_request_error|Output blocked by content filtering policy|CONTENT_FILTER
          401|authentication_error|invalid x-api-key|AUTHENTICATION
          402|billing_error|m|RATE_LIMITED
          403|permission_error|m|AUTHENTICATION
          404|not_found_error|model: claude-0|NOT_FOUND
          409|invalid_request_error|m|PROVIDER_ERROR
          413|request_too_large|m|CONTEXT_LENGTH
          429|rate_limit_error|m|RATE_LIMITED
          500|api_error|m|PROVIDER_ERROR
          504|timeout_error|m|TIMEOUT
          529|overloaded_error|Overloaded|OVERLOADED
          200|overloaded_error|Overloaded|OVERLOADED
          503|new_error|m|OVERLOADED
          """)
  void tellsWhyACallFailed(int status, String type, String message, FailureKind kind) {
    String body =
        "{\"type\":\"error\",\"error\":{\"type\":\""
            + type
            + "\",\"message\":\""
            + message
            + "\"}}";

    assertThat(decode(status, body))
        .isInstanceOfSatisfying(
            Decoding.Failed.class,
            failed -> {
              assertThat(failed.fault().kind()).isEqualTo(kind);
              assertThat(failed.fault().message()).isEqualTo(message);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          200|<html></html>|HTTP 200 with an HTML page|PROVIDER_ERROR
          200|{"content":"text"}|HTTP 200 with no valid answer|PROVIDER_ERROR
          413|<html></html>|HTTP 413 without a readable error|CONTEXT_LENGTH
          502|Bad Gateway|HTTP 502 without a readable error|PROVIDER_ERROR
          """)
  void tellsThatSomethingElseAnswered(int status, String body, String message, FailureKind kind) {
    assertThat(decode(status, body))
        .isInstanceOfSatisfying(
            Decoding.Failed.class,
            failed -> {
              assertThat(failed.fault().kind()).isEqualTo(kind);
              assertThat(failed.fault().message()).isEqualTo(message);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn,stop",
    "stop_sequence,stop",
    "max_tokens,length",
    "refusal,content_filter",
    "pause_turn,length",
    "model_context_window_exceeded,length"
  })
  void translatesTheStopReason(String reason, String finish) {
    Decoding decoding =
        decode(
            200,
            "{\"content\":[{\"type\":\"text\",\"text\":\"a\"}],\"stop_reason\":\""
                + reason
                + "\"}");

    assertThat(decoding)
        .isInstanceOfSatisfying(
            Decoding.Answered.class, a -> assertThat(a.finishReason()).isEqualTo(finish));
  }

  @ParameterizedTest
  @CsvSource({"\"something_new\"", "null"})
  void isNoAnswerWithoutAKnownStopReason(String reason) {
    Decoding decoding =
        decode(
            200,
            "{\"content\":[{\"type\":\"text\",\"text\":\"a\"}],\"stop_reason\":" + reason + "}");

    assertThat(decoding)
        .isInstanceOfSatisfying(
            Decoding.Failed.class,
            failed -> assertThat(failed.fault().kind()).isEqualTo(FailureKind.PROVIDER_ERROR));
  }

  private Encoding.Sendable lenient(String model, String body) {
    Dialect.Call strict = Calls.sync(model, body);
    Dialect.Call call =
        new Dialect.Call(
            strict.api(),
            strict.requestId(),
            strict.createdSeconds(),
            model,
            strict.requestedModel(),
            false,
            false,
            true,
            Map.of(),
            strict.body());
    return (Encoding.Sendable) dialect.encode(call, Calls.provider(Family.ANTHROPIC));
  }

  private Decoding decode(int status, String body) {
    return dialect.decode(
        Calls.response(status, body), Calls.sync("m", "{}"), Calls.provider(Family.ANTHROPIC));
  }

  private JsonNode json(String body) {
    return Json.read(sendable(body).body()).orElseThrow();
  }

  private ProviderRequest sendable(String body) {
    return switch (dialect.encode(Calls.sync("m", body), Calls.provider(Family.ANTHROPIC))) {
      case Encoding.Sendable(ProviderRequest request, var _) -> request;
      case Encoding.Known _ -> throw new AssertionError("nothing to send");
      case Encoding.Unsendable(var fault) -> throw new AssertionError(fault);
    };
  }
}
