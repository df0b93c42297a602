package dev.strowger.ingress;

import static dev.strowger.ingress.Tokens.data;
import static dev.strowger.ingress.Tokens.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.channel.Frame;
import dev.strowger.ingress.DoorRig.Door;
import dev.strowger.ingress.FakeWorker.Taken;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients of streams that leave, or do not read. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamClientsIT extends OpenDoor {

  @Test
  void aClientThatLeavesResetsTheChannel() throws Exception {
    CompletableFuture<HttpResponse<InputStream>> sending =
        rig.http.sendAsync(
            rig.chat(door, DoorRig.GOOD_STREAM), HttpResponse.BodyHandlers.ofInputStream());
    HttpClientRequest channel = rig.worker.stream(rig.worker.take());
    CountDownLatch broken = new CountDownLatch(1);
    channel.exceptionHandler(reset -> broken.countDown());
    FakeWorker.get(channel.write(data(1)));
    HttpClientResponse answer = FakeWorker.get(channel.response());
    answer.exceptionHandler(reset -> broken.countDown());

    sending.get(20, TimeUnit.SECONDS).body().close();

    assertThat(broken.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aClientThatLeavesBeforeTheFirstTokenCancels() throws Exception {
    CompletableFuture<HttpResponse<String>> sending =
        rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    Taken taken = rig.worker.take();

    sending.cancel(true);

    rig.worker.cancellation(taken.request().getRequestId());
    assertThat(status(rig.worker.stream(taken))).isEqualTo(404);
  }

  /** What is on its way when a client stops reading is bounded by buffers, not by the answer. */
  @Test
  void aClientThatDoesNotReadStopsTheWorker() throws Exception {
    byte[] chunk = new Frame.Data((":" + "x".repeat(16_381) + "\n\n").getBytes(UTF_8)).encode();
    int chunks = 2048;
    try (Socket client = new Socket()) {
      client.setReceiveBufferSize(16 << 10);
      client.connect(new java.net.InetSocketAddress("127.0.0.1", door.ingress().appsPort()));
      client.getOutputStream().write(rawStreamRequest("close"));
      HttpClientRequest channel = rig.worker.stream(rig.worker.take());
      int sent = 0;
      while (sent < chunks && !stuck(channel)) {
        channel.write(Buffer.buffer(chunk));
        sent++;
      }
      assertThat(sent).as("chunks of 16 KiB on their way").isLessThan(chunks / 2);
      // Another client's stream, on the same connection of the worker.
      var other = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
      rig.worker.stream(rig.worker.take()).end(data(1).appendBytes(new Frame.End().encode()));
      assertThat(other.get(20, TimeUnit.SECONDS).body()).endsWith("data: [DONE]\n\n");

      for (int i = sent; i < chunks; i++) {
        channel.write(Buffer.buffer(chunk));
      }
      channel.end(Buffer.buffer(new Frame.End().encode()));
      String all = new String(client.getInputStream().readAllBytes(), UTF_8);
      assertThat(all.chars().filter(c -> c == 'x').count()).isGreaterThan(16_381L * chunks);
      assertThat(all).contains("data: [DONE]\n\n");
    }
  }

  @Test
  void aStreamThatBrokeOffWhileItsClientDidNotReadLeavesTheConnectionUsable() throws Exception {
    byte[] chunk = new Frame.Data((":" + "x".repeat(16_381) + "\n\n").getBytes(UTF_8)).encode();
    Door hasty = rig.open(Map.of("STROWGER_CLIENT_STALL", "3s"));
    try (Socket client = new Socket()) {
      client.setReceiveBufferSize(16 << 10);
      client.connect(new java.net.InetSocketAddress("127.0.0.1", hasty.ingress().appsPort()));
      client.setSoTimeout(4_000);
      client.getOutputStream().write(rawStreamRequest("keep-alive"));
      HttpClientRequest channel = rig.worker.stream(rig.worker.take());
      while (!stuck(channel)) {
        channel.write(Buffer.buffer(chunk));
      }
      FakeWorker.get(channel.reset(8));
      DoorRig.await(
          "it has broken off",
          () -> hasty.probes().meters().get("strowger.door.streams").gauge().value() == 0);

      // Nothing but the end of a chunked body may come, and above all not the end of the stream.
      InputStream in = client.getInputStream();
      String tail = "";
      while (!tail.endsWith("\r\n0\r\n\r\n")) {
        byte[] more = new byte[64 << 10];
        int count = in.read(more);
        assertThat(count).isPositive();
        tail = last(tail + new String(more, 0, count, UTF_8), 1000);
      }
      assertThat(tail).contains("stream_interrupted");
      assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private static String last(String text, int most) {
    return text.substring(Math.max(0, text.length() - most));
  }

  /** Whether nothing moves any more: the write queue stays full for 300 ms. */
  private static boolean stuck(HttpClientRequest channel) throws Exception {
    if (!channel.writeQueueFull()) {
      return false;
    }
    CountDownLatch drained = new CountDownLatch(1);
    channel.drainHandler(moved -> drained.countDown());
    return channel.writeQueueFull() && !drained.await(300, TimeUnit.MILLISECONDS);
  }

  private byte[] rawStreamRequest(String connection) {
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nconnection: "
            + connection
            + "\r\ncontent-type: application/json\r\nauthorization: Bearer "
            + DoorRig.KEY
            + "\r\ncontent-length: "
            + DoorRig.GOOD_STREAM.length()
            + "\r\n\r\n";
    return (head + DoorRig.GOOD_STREAM).getBytes(UTF_8);
  }
}
