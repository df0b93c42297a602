package dev.strowger.simulator.wire.bedrock;

import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.Written;
import java.util.Map;

/** AWS' errors: a message, and a header that names the exception. */
record BedrockErrors() implements ErrorShape {
  @Override
  public Written write(Failure failure) {
    return new Written(
        "{\"message\":" + Json.quoted(failure.message()) + "}",
        Map.of("x-amzn-errortype", exception(failure.status())));
  }

  private static String exception(int status) {
    return switch (status) {
      case 400 -> "ValidationException";
      case 401, 403 -> "AccessDeniedException";
      case 404 -> "ResourceNotFoundException";
      case 408 -> "ModelTimeoutException";
      case 424 -> "ModelErrorException";
      case 429 -> "ThrottlingException";
      case 503 -> "ServiceUnavailableException";
      default -> status < 500 ? "ValidationException" : "InternalServerException";
    };
  }

  /** What the exception is called in the middle of a stream. */
  static String streamException(int status) {
    return switch (status) {
      case 424 -> "modelStreamErrorException";
      case 429 -> "throttlingException";
      case 503 -> "serviceUnavailableException";
      default -> status < 500 ? "validationException" : "internalServerException";
    };
  }
}
