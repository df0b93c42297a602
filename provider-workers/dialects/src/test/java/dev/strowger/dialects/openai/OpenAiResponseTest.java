package dev.strowger.dialects.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect.Decoding;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.TokenUsage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiResponseTest {
  private final OpenAiDialect dialect = new OpenAiDialect();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          400|{"error":{"message":"m","type":"invalid_request_error","param":"n","code":null}}|BAD_REQUEST|m
          400|{"error":{"message":"m","type":"invalid_request_error","code":"context_length_exceeded"}}|CONTEXT_LENGTH|m
          400|{"error":{"message":"m","code":"content_policy_violation"}}|CONTENT_FILTER|m
          400|{"error":{"message":"m","code":"content_filter"}}|CONTENT_FILTER|m
          400|{"object":"error","message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError","code":400}|CONTEXT_LENGTH|This model's maximum context length is 4096 tokens.
          400|{"error":{"code":400,"message":"m","type":"exceed_context_size_error"}}|CONTEXT_LENGTH|m
          401|{"error":{"message":"Incorrect API key provided: sk-proj-abc***xyz. See docs.","code":"invalid_api_key"}}|AUTHENTICATION|Incorrect API key provided: [hidden] See docs.
          402|{"error":{"message":"Insufficient Balance","type":"unknown_error"}}|RATE_LIMITED|Insufficient Balance
          403|{"error":"not here"}|AUTHENTICATION|not here
          404|{"error":{"message":"m","code":"model_not_found"}}|NOT_FOUND|m
          404|{"error":"model 'x' not found"}|NOT_FOUND|model 'x' not found
          404||NOT_FOUND|HTTP 404 without a readable error
          405|{"detail":"Method Not Allowed"}|PROVIDER_ERROR|Method Not Allowed
          408||TIMEOUT|HTTP 408 without a readable error
          413|<html>too large</html>|CONTEXT_LENGTH|HTTP 413 without a readable error
          422|{"detail":[{"loc":["body"],"msg":"field required","input":"secret prompt"}]}|BAD_REQUEST|field required
          429|{"error":{"message":"m","type":"insufficient_quota","code":"insufficient_quota"}}|RATE_LIMITED|m
          429|{"error":{"message":"Rate limit of the maximum context length","type":"tokens"}}|RATE_LIMITED|Rate limit of the maximum context length
          429|[{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED"}}]|RATE_LIMITED|m
          500|{"error":{"message":"m","type":"server_error"}}|PROVIDER_ERROR|m
          502|<html>Bad Gateway</html>|PROVIDER_ERROR|HTTP 502 without a readable error
          503|{"error":{"message":"m"}}|OVERLOADED|m
          504||PROVIDER_ERROR|HTTP 504 without a readable error
          529||OVERLOADED|HTTP 529 without a readable error
          302||PROVIDER_ERROR|HTTP 302 without a readable error
          200|{"error":{"message":"m","type":"rate_limit_error"}}|RATE_LIMITED|m
          200|{"error":"m"}|PROVIDER_ERROR|m
          200|<!DOCTYPE html><html></html>|PROVIDER_ERROR|HTTP 200 with an HTML page
          200||PROVIDER_ERROR|HTTP 200 with an empty body
          200|{"id":"c","choices":[]}|PROVIDER_ERROR|HTTP 200 with no valid answer
          200|{"id":"c","choices":[{"index":0}|PROVIDER_ERROR|HTTP 200 with no valid answer
          200|[1]|PROVIDER_ERROR|HTTP 200 with no valid answer
          """)
  void tellsWhyACallFailed(int status, @Nullable String body, FailureKind kind, String message) {
    Decoding decoding = decode(status, body == null ? "" : body);

    assertThat(decoding)
        .isInstanceOfSatisfying(
            Decoding.Failed.class,
            failed -> {
              assertThat(failed.fault().kind()).isEqualTo(kind);
              assertThat(failed.fault().message()).isEqualTo(message);
              assertThat(failed.fault().httpStatus()).isEqualTo(status);
            });
  }

  @Test
  void namesTheParameterAtFault() {
    Decoding decoding = decode(400, "{\"error\":{\"message\":\"m\",\"param\":\"n\"}}");

    assertThat(decoding)
        .isInstanceOfSatisfying(
            Decoding.Failed.class,
            failed -> assertThat(failed.fault().param()).isEqualTo(Optional.of("n")));
  }

  @Test
  void takesAnAnswerWithoutModelAndUsage() {
    String choices = "\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"length\"}]";

    assertThat(decode(200, "{\"error\":null," + choices + "}"))
        .isInstanceOfSatisfying(
            Decoding.Answered.class,
            answered -> {
              assertThat(new String(answered.body(), UTF_8))
                  .isEqualTo("{\"error\":null," + choices + ",\"model\":\"m\"}");
              assertThat(answered.finishReason()).isEqualTo("length");
              assertThat(answered.usage()).isEqualTo(TokenUsage.NONE);
            });
  }

  private Decoding decode(int status, String body) {
    return dialect.decode(
        Calls.response(status, body), Calls.sync("m", "{}"), Calls.provider(Family.OPENAI));
  }
}
