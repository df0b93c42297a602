package dev.strowger.worker;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A response whose head is here.
 *
 * @param headers names in lower case, the first value of each
 */
record ProviderResponse(
    int status, Map<String, String> headers, BodyPieces pieces, TimeSource time) {
  /** For the end of a body whose last event was seen, so that its connection can be used again. */
  private static final Duration DRAIN = Duration.ofMillis(100);

  static ProviderResponse of(HttpResponse<BodyPieces> response, TimeSource time) {
    Map<String, String> headers = new HashMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    headers.remove(":status");
    return new ProviderResponse(response.statusCode(), headers, response.body(), time);
  }

  /** Everything, or why not. */
  sealed interface Whole {
    record Complete(Dialect.Response response) implements Whole {}

    record Failed(Fault fault) implements Whole {}

    /** Not complete in time; the rest may yet come, unless the pieces are released. */
    record Overdue(Fault fault) implements Whole {}
  }

  boolean packed() {
    return headers.getOrDefault("content-encoding", "identity").equals("gzip");
  }

  boolean json() {
    return headers.getOrDefault("content-type", "").startsWith("application/json");
  }

  /**
   * Reads the body to its end.
   *
   * @param body what was read of it before; gets the rest
   */
  Whole whole(Deadlines deadlines, int maxBytes, ByteArrayOutputStream body)
      throws InterruptedException {
    while (true) {
      switch (pieces.next(deadlines.first() - time.ticks())) {
        case Piece.Bytes(byte[] bytes) -> {
          if (body.size() + (long) bytes.length > maxBytes) {
            pieces.release();
            return failed(FailureKind.PROVIDER_ERROR, "an answer over " + maxBytes + " bytes");
          }
          body.writeBytes(bytes);
        }
        case Piece.End() -> {
          return unpacked(body.toByteArray(), maxBytes);
        }
        case Piece.Broken(Fault fault) -> {
          return new Whole.Failed(fault);
        }
        case Piece.Late() -> {
          return new Whole.Overdue(
              fault(
                  FailureKind.TIMEOUT,
                  "the answer was not complete within " + deadlines.firstLimit()));
        }
        case Piece.Cancelled() -> {
          return failed(FailureKind.CANCELLED, "the client went away");
        }
      }
    }
  }

  /** What follows the provider's own end means nothing. */
  void drain() throws InterruptedException {
    long end = time.ticks() + DRAIN.toNanos();
    Piece piece;
    do {
      piece = pieces.next(end - time.ticks());
    } while (piece instanceof Piece.Bytes);
  }

  private Whole unpacked(byte[] body, int maxBytes) {
    if (!packed()) {
      return new Whole.Complete(new Dialect.Response(status, headers, body));
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] plain = in.readNBytes(maxBytes);
      return in.read() < 0
          ? new Whole.Complete(new Dialect.Response(status, headers, plain))
          : failed(FailureKind.PROVIDER_ERROR, "an answer over " + maxBytes + " bytes");
    } catch (IOException e) {
      return failed(FailureKind.PROVIDER_ERROR, "the answer's gzip packing is damaged");
    }
  }

  private Whole failed(FailureKind kind, String message) {
    return new Whole.Failed(fault(kind, message));
  }

  private Fault fault(FailureKind kind, String message) {
    return new Fault(kind, status, message, Optional.empty(), Optional.empty());
  }
}
