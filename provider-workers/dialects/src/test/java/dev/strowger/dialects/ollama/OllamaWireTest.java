package dev.strowger.dialects.ollama;

import static dev.strowger.dialects.Dialects.Family.OLLAMA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.WireCalls;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OllamaWireTest {
  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
  private static final String TOOL =
      "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          404 | model 'x' not found | NOT_FOUND
          400 | registry.ollama.ai/library/gemma:2b does not support tools | UNSUPPORTED
          400 | "gemma3" does not support thinking | UNSUPPORTED
          400 | prompt too long; exceeded max context length by 12 tokens | CONTEXT_LENGTH
          400 | the input length exceeds the context length | CONTEXT_LENGTH
          400 | invalid format | BAD_REQUEST
          401 | unauthorized | AUTHENTICATION
          429 | too many requests | RATE_LIMITED
          500 | llama runner process has terminated: exit status 2 | PROVIDER_ERROR
          500 | model requires more system memory (9.1 GiB) than is available (5.2 GiB) | OVERLOADED
          503 | server busy, please try again. maximum pending requests exceeded | OVERLOADED
          200 | an error was encountered while running the model | PROVIDER_ERROR
          """)
  void namesWhatAnErrorMeans(int status, String message, FailureKind kind) {
    String body = "{\"error\":\"" + message.replace("\"", "\\\"") + "\"}";

    assertThat(WireCalls.fault(OLLAMA, status, body))
        .satisfies(
            fault -> {
              assertThat(fault.kind()).isEqualTo(kind);
              assertThat(fault.message()).isEqualTo(message);
            });
  }

  @ParameterizedTest
  @CsvSource({"\"load\"", "\"unload\"", "\"new\"", "null"})
  void isNoAnswerWithoutAGoodDoneReason(String reason) {
    String body =
        "{\"message\":{\"content\":\"a\"},\"done\":true,\"done_reason\":%s}".formatted(reason);

    assertThat(WireCalls.fault(OLLAMA, 200, body).kind()).isEqualTo(FailureKind.PROVIDER_ERROR);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "n":2 | n
          "verbosity":"low" | verbosity
          "tool_choice":"required" | tool_choice
          "tool_choice":{"type":"function","function":{"name":"f"}} | tool_choice
          "parallel_tool_calls":false | parallel_tool_calls
          """)
  void refusesByNameWhatOllamaCannotDo(String field, String param) {
    String body = "{" + HI + "," + TOOL + "," + field + "}";

    assertThat(WireCalls.refusal(OLLAMA, Map.of(), body).param()).contains(param);
  }

  @Test
  void refusesWhatOllamaWouldHaveToFetchOrHear() {
    assertRefused(new Part.ImageUrl("https://e.example/a.png", ""));
    assertRefused(new Part.Audio("wav", "AA=="));
    assertRefused(new Part.Document("application/pdf", "AA==", ""));
    assertRefused(new Part.DocumentUrl("https://e.example/a.pdf", ""));
    assertThat(WireCalls.refusal(OLLAMA, Map.of(), "{\"input\":[1,2]}").param()).contains("input");
  }

  private static void assertRefused(Part part) {
    Losses losses = new Losses(true);
    Message message = new Message.User(List.of(part));
    WireCalls.written(new OllamaWire(), OLLAMA, WireCalls.plain(message), losses);
    assertThat(losses.fault())
        .hasValueSatisfying(f -> assertThat(f.param()).contains("messages[0].content"));
  }

  @Test
  void givesThoughtsBackAndTellsWhatItLeavesOut() {
    Losses losses = new Losses(false);
    JsonNode json =
        WireCalls.written(
            new OllamaWire(),
            OLLAMA,
            WireCalls.plain(
                new Message.Assistant(
                    List.of(
                        new Part.Thought("Greet.", "proof"),
                        new Part.RedactedThought("x"),
                        new Part.Text("Hi!"),
                        new Part.CacheMark(""))),
                new Message.ToolResult("unknown", List.of(new Part.Text("boom")), true)),
            losses);

    assertThat(losses.fault()).isEmpty();
    assertThat(losses.dropped())
        .containsExactly("messages[0].content", "cache_control", "is_error");
    assertThat(json.path("messages"))
        .isEqualTo(
            WireCalls.json(
                """
                [{"role":"assistant","content":"Hi!","thinking":"Greet."},
                 {"role":"tool","content":"boom","tool_call_id":"unknown"}]"""));
  }

  @ParameterizedTest
  @CsvSource({"30m,'\"30m\"'", "-1,-1", "600,600"})
  void keepsTheModelLoadedAsTheProvidersEntrySays(String option, String value) {
    ProviderRequest request =
        new OllamaWire()
            .write(
                WireCalls.plain(new Message.User(List.of(new Part.Text("Hi")))),
                Calls.stream("m", "{}", false),
                WireCalls.provider(OLLAMA, Map.of("keep_alive", option, "num_ctx", "32768")),
                new Losses(false));

    JsonNode json = WireCalls.json(new String(request.body(), UTF_8));
    assertThat(json.path("keep_alive")).isEqualTo(WireCalls.json(value));
    assertThat(json.path("options").path("num_ctx").asInt()).isEqualTo(32_768);
    assertThat(request.headers()).containsEntry("accept", "application/x-ndjson");
    assertThat(request.uri()).hasToString("https://provider.example/base/api/chat");
  }

  @Test
  void givesCallsWithoutAnIdOneThatNoOtherRequestHas() {
    OllamaReply reply =
        new OllamaReply(
            WireCalls.json("{\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"f\"}}]}}"));

    Block.Call call = reply.calls("req-1", 0).getFirst();

    assertThat(call.id()).matches("call_[a-zA-Z0-9]{24}");
    assertThat(call.arguments()).isEqualTo("{}");
    assertThat(reply.calls("req-1", 0)).containsExactly(call);
    assertThat(reply.calls("req-1", 1).getFirst().id()).isNotEqualTo(call.id());
    assertThat(reply.calls("req-2", 0).getFirst().id()).isNotEqualTo(call.id());
  }

  @Test
  void writesTokenProbabilitiesAsOpenAiDoes() {
    OllamaReply reply =
        new OllamaReply(
            WireCalls.json(
                """
                {"logprobs":[{"token":"a","logprob":-0.5,
                 "top_logprobs":[{"token":"b","logprob":-1.5,"bytes":[98]}]}]}"""));

    assertThat(reply.logprobs())
        .contains(
            WireCalls.json(
                """
                {"content":[{"token":"a","logprob":-0.5,"bytes":null,
                 "top_logprobs":[{"token":"b","logprob":-1.5,"bytes":[98]}]}],"refusal":null}"""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nonsense | the stream ended before the answer did
          {"error":"boom"} | boom
          {"message":{"content":"a"},"done":true} | the answer has no finish reason
          {"message":{"content":"a"},"done":false} | the stream ended before the answer did
          """)
  void breaksOnWhatIsNoAnswer(String line, String message) {
    assertThat(WireCalls.ending(OLLAMA, line + "\n"))
        .isInstanceOfSatisfying(
            StreamDecoder.Ending.Broken.class,
            broken -> assertThat(broken.fault().message()).isEqualTo(message));
  }

  @Test
  void readsALastLineWithoutItsEnd() {
    assertThat(
            WireCalls.ending(
                OLLAMA, "{\"message\":{\"content\":\"a\"},\"done\":true,\"done_reason\":\"stop\"}"))
        .isInstanceOf(StreamDecoder.Ending.Completed.class);
  }
}
