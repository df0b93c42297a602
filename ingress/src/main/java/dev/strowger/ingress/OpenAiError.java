package dev.strowger.ingress;

import dev.strowger.records.Failure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a request gets no answer, in OpenAI's terms; {@link ErrorFormat} writes it as the client's
 * API has it.
 *
 * @param status HTTP status, 400 to 599
 * @param param the field of the request that is to blame
 * @param retryAfter zero: no advice
 */
record OpenAiError(
    int status,
    String type,
    @Nullable String code,
    @Nullable String param,
    String message,
    Duration retryAfter) {
  static final String INVALID_REQUEST = "invalid_request_error";
  static final String SERVER_ERROR = "server_error";
  static final int MAX_MESSAGE_CHARS = 4096;
  private static final int MAX_WORD_CHARS = 128;

  OpenAiError {
    if (status < 400 || status > 599) {
      status = 502;
    }
    type = clip(type, MAX_WORD_CHARS);
    code = code == null ? null : clip(code, MAX_WORD_CHARS);
    param = param == null ? null : clip(param, MAX_WORD_CHARS);
    message = clip(message, MAX_MESSAGE_CHARS);
  }

  /** The request itself is at fault. */
  static OpenAiError invalid(
      int status, @Nullable String code, @Nullable String param, String message) {
    return new OpenAiError(status, INVALID_REQUEST, code, param, message, Duration.ZERO);
  }

  /** The gateway or what stands behind it is at fault. */
  static OpenAiError server(int status, String code, String message) {
    return new OpenAiError(status, SERVER_ERROR, code, null, message, Duration.ZERO);
  }

  static OpenAiError of(Failure failure) {
    Long retry = failure.getRetryAfterMs();
    return new OpenAiError(
        failure.getStatus(),
        failure.getType(),
        failure.getCode(),
        failure.getParam(),
        failure.getMessage(),
        retry == null ? Duration.ZERO : Duration.ofMillis(Math.max(0, retry)));
  }

  OpenAiError retryAfter(Duration time) {
    return new OpenAiError(status, type, code, param, message, time);
  }

  /** Answers with this error; headers that stand in the response stay. */
  Future<Void> send(HttpServerResponse response, ErrorFormat format, String requestId) {
    response.setStatusCode(status).putHeader("content-type", "application/json");
    if (!retryAfter.isZero()) {
      long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
      response.putHeader("retry-after", Long.toString(seconds));
      response.putHeader("retry-after-ms", Long.toString(retryAfter.toMillis()));
    }
    if (status == 401) {
      response.putHeader("www-authenticate", "Bearer");
    }
    return response.end(Buffer.buffer(format.body(this, requestId)));
  }

  private static String clip(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
