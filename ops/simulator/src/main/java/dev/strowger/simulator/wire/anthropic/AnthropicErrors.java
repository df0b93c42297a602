package dev.strowger.simulator.wire.anthropic;

import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.Written;

/** Anthropic's error object. */
public record AnthropicErrors() implements ErrorShape {
  @Override
  public Written write(Failure failure) {
    int status = failure.status();
    String type =
        switch (status) {
          case 400 -> "invalid_request_error";
          case 401 -> "authentication_error";
          case 403 -> "permission_error";
          case 404 -> "not_found_error";
          case 413 -> "request_too_large";
          case 429 -> "rate_limit_error";
          case 504 -> "timeout_error";
          case 529 -> "overloaded_error";
          default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    return failure.with(
        """
        {"type":"error","error":{"type":"%s","message":%s}}"""
            .formatted(type, Json.quoted(failure.message())));
  }
}
