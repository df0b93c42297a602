package dev.strowger.simulator.wire.google;

import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.Written;

/** Google's error object; when to come again stands in its details, not in a header. */
record GoogleErrors() implements ErrorShape {
  @Override
  public Written write(Failure failure) {
    String status =
        switch (failure.status()) {
          case 400 -> "INVALID_ARGUMENT";
          case 401 -> "UNAUTHENTICATED";
          case 403 -> "PERMISSION_DENIED";
          case 404 -> "NOT_FOUND";
          case 429 -> "RESOURCE_EXHAUSTED";
          case 499 -> "CANCELLED";
          case 503 -> "UNAVAILABLE";
          case 504 -> "DEADLINE_EXCEEDED";
          default -> failure.status() < 500 ? "FAILED_PRECONDITION" : "INTERNAL";
        };
    int after = failure.retryAfterSeconds();
    String details =
        after == 0
            ? ""
            : ",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
                + "\"retryDelay\":\""
                + after
                + "s\"}]";
    return Written.body(
        """
        {"error":{"code":%s,"message":%s,"status":"%s"%s}}"""
            .formatted(failure.status(), Json.quoted(failure.message()), status, details));
  }
}
