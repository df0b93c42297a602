package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strowger.channel.Frame;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;

/** What a worker sends on the channel. */
final class Tokens {
  static final String CHUNK = "data: {\"n\":%d}\n\n";

  private Tokens() {}

  static Buffer data(int n) {
    return data(CHUNK.formatted(n));
  }

  static Buffer data(String events) {
    return Buffer.buffer(new Frame.Data(events.getBytes(UTF_8)).encode());
  }

  /** The status a worker gets. */
  static int status(HttpClientRequest channel) throws Exception {
    channel.end();
    return FakeWorker.get(channel.response()).statusCode();
  }
}
