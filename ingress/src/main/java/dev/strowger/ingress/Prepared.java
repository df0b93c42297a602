package dev.strowger.ingress;

import dev.strowger.ingress.BodyScanner.Scan;
import dev.strowger.records.BodyEncoding;
import dev.strowger.topics.Body;
import java.nio.ByteBuffer;

/**
 * A body, scanned; packed if it was accepted.
 *
 * @param plain the body as it was scanned
 * @param sentHash of the body as the client sent it; empty if it has no Idempotency-Key
 */
record Prepared(Scan scan, byte[] plain, Body body, String sentHash) {
  /** What is published, and nothing that is not. */
  record Sealed(Body body, String sentHash) {}

  Sealed sealed() {
    return new Sealed(body, sentHash);
  }

  static Prepared of(byte[] bytes, Endpoint endpoint, String sentHash) {
    Scan scan = BodyScanner.scan(bytes, endpoint);
    return switch (scan) {
      case Scan.Accepted _ -> new Prepared(scan, bytes, Body.pack(bytes), sentHash);
      case Scan.Rejected _ ->
          new Prepared(
              scan, new byte[0], new Body(BodyEncoding.IDENTITY, ByteBuffer.allocate(0)), "");
    };
  }
}
