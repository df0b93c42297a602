package dev.strowger.simulator.wire.azure;

import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.Written;

/** Azure's error object: a code that is often the status, and what its filter found. */
record AzureErrors() implements ErrorShape {
  @Override
  public Written write(Failure failure) {
    String message = Json.quoted(failure.message());
    if (failure.filtered()) {
      return failure.with(
          """
          {"error":{"message":%s,"type":null,"param":"prompt","code":"content_filter",\
          "status":400,"innererror":{"code":"ResponsibleAIPolicyViolation",\
          "content_filter_result":%s}}}"""
              .formatted(message, AzureChat.VIOLENT));
    }
    int status = failure.status();
    if (status == 400) {
      return failure.with(
          """
          {"error":{"message":%s,"type":"invalid_request_error","param":null,"code":null}}"""
              .formatted(message));
    }
    String code =
        switch (status) {
          case 404 -> "DeploymentNotFound";
          case 408 -> "Timeout";
          case 500 -> "InternalServerError";
          case 503 -> "ServiceUnavailable";
          default -> Integer.toString(status);
        };
    return failure.with(
        """
        {"error":{"code":"%s","message":%s}}"""
            .formatted(code, message));
  }
}
