package dev.strowger.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The engine or its front refused a statement; the message is in ClickHouse's own form. */
final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Pattern CODE = Pattern.compile("Code: (\\d+)");

  static final int SYNTAX_ERROR = 62;
  static final int TIMEOUT_EXCEEDED = 159;
  static final int READONLY = 164;
  static final int TOO_MANY_QUERIES = 202;
  static final int QUERY_WAS_CANCELLED = 394;
  static final int NOT_IMPLEMENTED = 48;
  static final int UNKNOWN_EXCEPTION = 1002;
  static final int AUTHENTICATION_FAILED = 516;

  private final int code;

  private EngineException(int code, String message) {
    super(message);
    this.code = code;
  }

  /** From the engine's words, e.g. {@code Code: 60. DB::Exception: …}. */
  static EngineException of(String engineMessage) {
    Matcher matcher = CODE.matcher(engineMessage);
    int code = matcher.find() ? Integer.parseInt(matcher.group(1)) : UNKNOWN_EXCEPTION;
    return new EngineException(code, engineMessage);
  }

  static EngineException of(int code, String name, String what) {
    return new EngineException(
        code, "Code: " + code + ". DB::Exception: " + what + ". (" + name + ")");
  }

  static void throwIfSet(@Nullable String engineMessage) {
    if (engineMessage != null) {
      throw of(engineMessage);
    }
  }

  /** ClickHouse's error code. */
  int code() {
    return code;
  }

  int httpStatus() {
    return switch (code) {
      case AUTHENTICATION_FAILED -> 403;
      case 46, 47, 60, 81 -> 404;
      case 6, 27, SYNTAX_ERROR, 115, READONLY -> 400;
      case TIMEOUT_EXCEEDED -> 408;
      case TOO_MANY_QUERIES -> 503;
      case NOT_IMPLEMENTED -> 501;
      default -> 500;
    };
  }
}
