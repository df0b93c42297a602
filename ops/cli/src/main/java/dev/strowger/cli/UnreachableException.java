package dev.strowger.cli;

import java.io.IOException;
import java.net.URI;

/** Nobody answers; the message says what to do. */
final class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreachableException(String who, URI where, String variable, IOException cause) {
    super(
        who
            + " does not answer at "
            + where
            + " ("
            + reason(cause)
            + "); start it with make up, or set "
            + variable,
        cause);
  }

  private static String reason(IOException cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
