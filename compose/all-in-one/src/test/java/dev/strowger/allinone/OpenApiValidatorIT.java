package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The validator lets pass what is right and finds what is not. */
class OpenApiValidatorIT {
  private static final String ANSWER =
      """
      {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
       "finish_reason":"stop","logprobs":null,
       "message":{"role":"assistant","content":"Hello","refusal":null}}],
       "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
      """;
  private static final String CHUNK =
      "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[]}";
  private static final String DELTA =
      """
      {"type":"response.output_text.delta","item_id":"i","output_index":0,"content_index":0,\
      "delta":"x","logprobs":[],"sequence_number":1}\
      """;
  private static final String MESSAGES_ERROR =
      "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"m\"},\"request_id\":null}";

  @Test
  void whatIsRightPasses() throws Exception {
    OpenApi openApi = OpenApi.shared();

    assertThat(openApi.violations("CreateChatCompletionResponse", ANSWER)).isEmpty();
    assertThat(openApi.violations("ResponseStreamEvent", DELTA)).isEmpty();
    assertThat(openApi.streamViolations("CreateChatCompletionStreamResponse", chunks(CHUNK)))
        .isEmpty();
    assertThat(openApi.streamViolations("ResponseStreamEvent", named(DELTA, DELTA))).isEmpty();
    assertThat(openApi.violations("MessagesError", MESSAGES_ERROR)).isEmpty();
    assertThat(openApi.violations("MessageStreamEvent", "{\"type\":\"message_stop\"}")).isEmpty();
  }

  @Test
  void whatTheDeclarationsLackIsNotToldAsWrong() throws Exception {
    OpenApi openApi = OpenApi.shared();
    String choice = "{\"index\":0,\"text\":\"x\",\"logprobs\":null,\"finish_reason\":null}";
    String chunk =
        "{\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\",\"usage\":null,"
            + "\"choices\":["
            + choice
            + "]}";
    String embeddings =
        "{\"object\":\"list\",\"model\":\"m\",\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1},"
            + "\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":\"AAAA\"}]}";

    assertThat(openApi.violations("CreateCompletionStreamResponse", chunk)).isEmpty();
    assertThat(openApi.violations("CreateCompletionResponse", chunk)).hasSize(3);
    assertThat(openApi.violations("CreateEmbeddingResponse", embeddings)).isEmpty();
    assertThat(openApi.violations("CreateEmbeddingResponse", embeddings.replace("\"AAAA\"", "1")))
        .isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "logprobs":null,        |                          | /choices/0 must have required property 'logprobs'
          ,"refusal":null         |                          | /choices/0/message must have required property 'refusal'
          "finish_reason":"stop"  | "finish_reason":"error"  | /choices/0/finish_reason must be equal to one of
          "created":1             | "created":1.5            | /created must be integer
          "content":"Hello"       | "content":["Hello"]      | /choices/0/message/content must be string
          "chat.completion"       | "chat.completions"       | /object must be equal to constant
          "total_tokens":2        | "total_tokens":null      | /usage/total_tokens must be integer
          "refusal":null          | "refusal":null,"tool_calls":[{"type":"function","id":"x"}] | /choices/0/message/tool_calls/0 must have required property 'function'
          {"id":"c"               | {"id":"c",               | is no JSON
          """)
  void whatIsWrongIsNamed(String right, String wrong, String violation) throws Exception {
    String broken = ANSWER.replace(right, wrong == null ? "" : wrong);
    assertThat(broken).isNotEqualTo(ANSWER);

    assertThat(OpenApi.shared().violations("CreateChatCompletionResponse", broken))
        .singleElement()
        .asString()
        .startsWith(violation);
  }

  @Test
  void allThatIsWrongIsNamed() throws Exception {
    OpenApi openApi = OpenApi.shared();

    assertThat(openApi.violations("ErrorResponse", "{\"error\":{\"message\":\"m\"}}")).hasSize(3);
    assertThat(openApi.violations("ResponseStreamEvent", DELTA.replace("output_text", "none")))
        .isNotEmpty();
    assertThat(openApi.violations("NoSuchKind", "{}")).isNotEmpty();
    for (String kind :
        new String[] {
          "CreateCompletionResponse",
          "CreateCompletionStreamResponse",
          "CreateEmbeddingResponse",
          "ListModelsResponse",
          "Model",
          "Response",
          "ResponseItemList",
          "DeletedResponse",
          "Message",
          "MessageTokensCount",
          "MessagesError",
        }) {
      assertThat(openApi.violations(kind, "{\"object\":1}")).as(kind).isNotEmpty();
    }
  }

  @Test
  void aStreamHasItsOwnRules() throws Exception {
    OpenApi openApi = OpenApi.shared();

    assertThat(
            openApi.streamViolations(
                "CreateChatCompletionStreamResponse", chunks(CHUNK).replace("[DONE]", CHUNK)))
        .containsExactly("no [DONE] at the end");
    assertThat(
            openApi.streamViolations(
                "ResponseStreamEvent",
                named(DELTA, DELTA).replace("event: response.output_text", "event: response.x")))
        .hasSize(1);
    assertThat(
            openApi.streamViolations(
                "CreateChatCompletionStreamResponse", chunks(CHUNK.replace(",\"created\":1", ""))))
        .hasSize(1);
    assertThat(openApi.streamViolations("CreateChatCompletionStreamResponse", "data: [DONE]\n\n"))
        .isNotEmpty();
  }

  private static String chunks(String chunk) {
    return "data: " + chunk + "\n\n" + "data: " + chunk + "\n\ndata: [DONE]\n\n";
  }

  private static String named(String... events) {
    StringBuilder stream = new StringBuilder();
    for (String event : events) {
      stream.append("event: response.output_text.delta\ndata: ").append(event).append("\n\n");
    }
    return stream.toString();
  }
}
