package dev.strowger.simulator.wire.openai;

import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.Written;

/** OpenAI's error object. */
public record OpenAiErrors() implements ErrorShape {
  @Override
  public Written write(Failure failure) {
    int status = failure.status();
    String type =
        switch (status) {
          case 429 -> "requests";
          case 401 -> "authentication_error";
          default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    String code =
        switch (status) {
          case 429 -> "\"rate_limit_exceeded\"";
          case 401 -> "\"invalid_api_key\"";
          case 404 -> "\"model_not_found\"";
          default -> "null";
        };
    return failure.with(
        """
        {"error":{"message":%s,"type":"%s","param":null,"code":%s}}"""
            .formatted(Json.quoted(failure.message()), type, code));
  }
}
