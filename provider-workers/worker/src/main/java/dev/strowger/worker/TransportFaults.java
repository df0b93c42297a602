package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;

/** What broken connections mean. */
final class TransportFaults {
  private TransportFaults() {}

  /**
   * Before the response's head was there.
   *
   * @param connect time that the connection had
   */
  static Fault whileSending(Throwable error, Duration connect) {
    Throwable cause = unwrap(error);
    String what =
        switch (cause) {
          case HttpTimeoutException _ -> "no connection within " + connect.toMillis() + " ms";
          case ConnectException _ ->
              has(cause, UnresolvedAddressException.class) || has(cause, UnknownHostException.class)
                  ? "the host is not known"
                  : "the connection was refused";
          case SSLException _ -> "TLS failed: " + cause.getMessage();
          case SocketException _ -> "the connection was reset before an answer came";
          case EOFException _ -> "the connection was closed before an answer came";
          default -> {
            if (has(cause, SSLException.class)) {
              yield "TLS failed: " + cause.getMessage();
            }
            yield has(cause, EOFException.class)
                ? "the connection was closed before an answer came"
                : "the connection broke before an answer came";
          }
        };
    return Fault.of(FailureKind.UNREACHABLE, what);
  }

  /** In the middle of a response. */
  static Fault whileReading(Throwable error) {
    return Fault.of(
        FailureKind.PROVIDER_ERROR,
        "the connection was cut (" + unwrap(error).getClass().getSimpleName() + ")");
  }

  private static boolean has(Throwable error, Class<? extends Throwable> type) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
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
