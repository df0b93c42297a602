package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;

/** What broken connections mean. */
final class TransportFaults {
  private TransportFaults() {}

  /** Before the response's head was there. */
  static Fault whileSending(Throwable error) {
    Throwable cause = unwrap(error);
    String what =
        switch (cause) {
          case HttpTimeoutException _ -> "no connection within the connect timeout";
          case java.net.ConnectException _ -> "connection refused or host unknown";
          case SSLException _ -> "TLS failed: " + cause.getMessage();
          default -> "the connection broke before an answer came";
        };
    return Fault.of(FailureKind.UNREACHABLE, what);
  }

  /** In the middle of a response. */
  static Fault whileReading(Throwable error) {
    return Fault.of(
        FailureKind.PROVIDER_ERROR,
        "the connection was cut (" + unwrap(error).getClass().getSimpleName() + ")");
  }

  private static Throwable unwrap(Throwable error) {
    Throwable cause = error;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
