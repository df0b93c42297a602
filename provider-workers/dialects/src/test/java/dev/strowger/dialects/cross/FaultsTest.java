package dev.strowger.dialects.cross;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect.Decoding;
import dev.strowger.dialects.Dialect.Encoding;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors mean the same whoever sends them, and name what the client has sent. */
class FaultsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          OPENAI|400|CONTEXT_LENGTH|{"error":{"message":"This model's maximum context length is 8192 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}
          OPENAI|429|RATE_LIMITED|{"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}
          OPENAI|401|AUTHENTICATION|{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","code":"invalid_api_key"}}
          OPENAI|404|NOT_FOUND|{"error":{"message":"The model does not exist","type":"invalid_request_error","code":"model_not_found"}}
          AZURE_OPENAI|400|CONTENT_FILTER|{"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.","type":null,"param":"prompt","code":"content_filter","status":400}}
          AZURE_OPENAI|401|AUTHENTICATION|{"error":{"code":"401","message":"Access denied due to invalid subscription key"}}
          ANTHROPIC|400|CONTEXT_LENGTH|{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}
          ANTHROPIC|429|RATE_LIMITED|{"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your rate limit"}}
          ANTHROPIC|401|AUTHENTICATION|{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}
          ANTHROPIC|529|OVERLOADED|{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}
          ANTHROPIC|400|CONTENT_FILTER|{"type":"error","error":{"type":"invalid_request_error","message":"Output blocked by content filtering policy"}}
          BEDROCK_CONVERSE|400|CONTEXT_LENGTH|{"message":"Input is too long for requested model."}
          BEDROCK_CONVERSE|429|RATE_LIMITED|{"message":"Too many tokens, please wait before trying again."}
          BEDROCK_CONVERSE|403|AUTHENTICATION|{"message":"The security token included in the request is invalid."}
          GEMINI|400|CONTEXT_LENGTH|{"error":{"code":400,"message":"The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}
          GEMINI|429|RATE_LIMITED|{"error":{"code":429,"message":"Resource has been exhausted","status":"RESOURCE_EXHAUSTED"}}
          GEMINI|400|AUTHENTICATION|{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}
          GEMINI|200|CONTENT_FILTER|{"promptFeedback":{"blockReason":"SAFETY"}}
          VERTEX|403|AUTHENTICATION|{"error":{"code":403,"message":"Permission denied","status":"PERMISSION_DENIED"}}
          COHERE_V2|400|CONTEXT_LENGTH|{"message":"too many tokens: total number of tokens in the prompt cannot exceed 4081"}
          COHERE_V2|429|RATE_LIMITED|{"message":"You are using a Trial key, which is limited to 10 API calls / minute."}
          COHERE_V2|401|AUTHENTICATION|{"message":"invalid api token"}
          MISTRAL|400|CONTEXT_LENGTH|{"object":"error","message":"Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length","type":"invalid_request_error","code":"3051"}
          MISTRAL|429|RATE_LIMITED|{"object":"error","message":"Service tier capacity exceeded for this model.","type":"service_tier_capacity_exceeded","code":"3505"}
          MISTRAL|401|AUTHENTICATION|{"detail":"Unauthorized"}
          OLLAMA|404|NOT_FOUND|{"error":"model 'x' not found"}
          OLLAMA|400|CONTEXT_LENGTH|{"error":"the input length exceeds the context length"}
          """)
  void haveTheSameKindInEveryApi(Family family, int status, FailureKind kind, String body) {
    for (Api api : new Api[] {Api.CHAT_COMPLETIONS, Api.RESPONSES, Api.MESSAGES}) {
      assertThat(fault(new Exchange(family, "m", api), status, body).kind())
          .as("%s", api)
          .isEqualTo(kind);
    }
  }

  private static Fault fault(Exchange exchange, int status, String body) {
    Decoding decoding =
        Dialects.of(exchange.family())
            .decode(
                Calls.response(status, body),
                exchange.call("{}", false, false),
                exchange.provider());
    if (decoding instanceof Decoding.Failed(Fault fault)) {
      return fault;
    }
    throw new AssertionError(decoding);
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT_COMPLETIONS,messages[2].content,messages[2].content",
    "RESPONSES,messages[2].content,input",
    "MESSAGES,messages[2].content,messages",
    "RESPONSES,max_completion_tokens,max_output_tokens",
    "MESSAGES,max_completion_tokens,max_tokens",
    "MESSAGES,stop,stop_sequences",
    "COMPLETIONS,messages,prompt",
    "RESPONSES,response_format,text.format",
    "MESSAGES,tools[0].function.parameters,tools[0].parameters",
  })
  void nameAParameterAsTheClientDoes(Api api, String param, String expected) {
    String body =
        "{\"error\":{\"message\":\"No.\",\"type\":\"invalid_request_error\",\"param\":\""
            + param
            + "\"}}";

    Fault fault = fault(new Exchange(Family.OPENAI, "m", api), 400, body);

    assertThat(fault.kind()).isEqualTo(FailureKind.BAD_REQUEST);
    assertThat(fault.param()).isEqualTo(Optional.of(expected));
  }

  @Test
  void idsThatOpenAiIsTooShortForAreMadeShorterOnBothSides() {
    String id = "call_" + "x".repeat(60);
    String body =
        """
        {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","tool_calls":[{"id":"%s",\
        "type":"function","function":{"name":"now","arguments":"{}"}}]},\
        {"role":"tool","tool_call_id":"%s","content":"noon"}]}"""
            .formatted(id, id);

    String sent = sent(new Exchange(Family.OPENAI, "m", Api.CHAT_COMPLETIONS), body);

    assertThat(sent).doesNotContain(id).containsPattern("\"id\":\"(call_\\w{24})\".*\"\\1\"");
  }

  @Test
  void aCompatibleServerGetsNoProofOfAnother() {
    String body =
        """
        {"messages":[{"role":"assistant","reasoning_details":[{"type":"reasoning.text",\
        "text":"Hm","signature":"%s"}],"tool_calls":[{"id":"a","type":"function",\
        "function":{"name":"now","arguments":"{}"},"extra_content":{"google":\
        {"thought_signature":"%s"}}}]}],"model":"m"}""";
    Exchange server =
        new Exchange(
            Family.OPENAI,
            "m",
            Api.CHAT_COMPLETIONS,
            Calls.provider(
                Family.OPENAI, Provider.Quirk.THOUGHTS_BACK, Provider.Quirk.EXTRA_CONTENT));
    String own = body.formatted("Ab=", "Cd=");

    assertThat(sent(server, own)).isEqualTo(own);
    assertThat(sent(server, body.formatted("gemini:Ab", "vertex:Cd")))
        .isEqualTo(
            """
            {"messages":[{"role":"assistant","tool_calls":[{"id":"a","type":"function",\
            "function":{"name":"now","arguments":"{}"}}]}],"model":"m"}""");
  }

  private static String sent(Exchange exchange, String body) {
    if (exchange.encode(body, false) instanceof Encoding.Sendable sendable) {
      return new String(sendable.request().body(), UTF_8);
    }
    throw new AssertionError(exchange);
  }
}
