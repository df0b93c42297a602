package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** How an API writes its errors; the only place where error objects are written. */
enum ErrorFormat {
  /** {@code {"error":{"message","type","param","code"}}}. Source: OpenAI's guide "Error codes". */
  OPENAI {
    @Override
    void write(JsonGenerator json, OpenAiError error, String requestId) throws IOException {
      openAi(json, error);
    }

    @Override
    Buffer event(OpenAiError error, String requestId, int sequence) {
      return data(json(generator -> write(generator, error, requestId)));
    }
  },
  /**
   * As {@link #OPENAI}; in a stream the {@code error} event of OpenAI's API reference, and beside
   * it the object {@code error}, which is what OpenAI's SDKs make their exception of.
   */
  RESPONSES {
    @Override
    void write(JsonGenerator json, OpenAiError error, String requestId) throws IOException {
      openAi(json, error);
    }

    @Override
    Buffer event(OpenAiError error, String requestId, int sequence) {
      byte[] event =
          json(
              json -> {
                json.writeStartObject();
                json.writeStringField("type", "error");
                json.writeStringField("code", error.code());
                json.writeStringField("message", error.message());
                json.writeStringField("param", error.param());
                json.writeNumberField("sequence_number", sequence);
                json.writeObjectFieldStart("error");
                fields(json, error);
                json.writeEndObject();
                json.writeEndObject();
              });
      return Buffer.buffer("event: error\n").appendBuffer(data(event));
    }
  },
  /**
   * {@code {"type":"error","error":{"type","message"},"request_id"}}. Source: Anthropic's API
   * reference, "Errors".
   */
  ANTHROPIC {
    @Override
    void write(JsonGenerator json, OpenAiError error, String requestId) throws IOException {
      json.writeStartObject();
      json.writeStringField("type", "error");
      json.writeObjectFieldStart("error");
      json.writeStringField("type", anthropicType(error.status()));
      json.writeStringField("message", error.message());
      json.writeEndObject();
      json.writeStringField("request_id", requestId);
      json.writeEndObject();
    }

    @Override
    Buffer event(OpenAiError error, String requestId, int sequence) {
      return Buffer.buffer("event: error\n")
          .appendBuffer(data(json(json -> write(json, error, requestId))));
    }
  };

  private static final JsonFactory JSON = new JsonFactory();

  abstract void write(JsonGenerator json, OpenAiError error, String requestId) throws IOException;

  /**
   * The error as the last event of a stream.
   *
   * @param sequence how many events were sent before
   */
  abstract Buffer event(OpenAiError error, String requestId, int sequence);

  /** The error as the body of a response. */
  byte[] body(OpenAiError error, String requestId) {
    return json(json -> write(json, error, requestId));
  }

  @FunctionalInterface
  private interface Content {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static byte[] json(Content content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      content.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static Buffer data(byte[] json) {
    return Buffer.buffer("data: ").appendBytes(json).appendString("\n\n");
  }

  private static void openAi(JsonGenerator json, OpenAiError error) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("error");
    fields(json, error);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void fields(JsonGenerator json, OpenAiError error) throws IOException {
    json.writeStringField("message", error.message());
    json.writeStringField("type", error.type());
    json.writeStringField("param", error.param());
    json.writeStringField("code", error.code());
  }

  private static String anthropicType(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 503, 529 -> "overloaded_error";
      case 504 -> "timeout_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }
}
