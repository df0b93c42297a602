package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.channel.Frame;
import dev.strowger.ingress.DoorRig.Door;
import dev.strowger.ingress.FakeWorker.Taken;
import dev.strowger.records.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamIT {
  private static final String CHUNK = "data: {\"n\":%d}\n\n";

  private DoorRig rig;
  private Door door;

  @BeforeAll
  void open() throws Exception {
    rig = new DoorRig();
    door = rig.open(Map.of());
  }

  @AfterAll
  void close() throws Exception {
    rig.close();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    for (String gauge : List.of("in.flight", "pending", "streams", "buffered.bytes")) {
      DoorRig.await(
          gauge + " is 0",
          () -> door.probes().meters().get("strowger.door." + gauge).gauge().value() == 0);
    }
  }

  @Test
  void streamsTokenByTokenToTheEnd() throws Exception {
    var sending =
        rig.http.sendAsync(
            rig.chat(door, DoorRig.GOOD_STREAM), HttpResponse.BodyHandlers.ofInputStream());
    HttpClientRequest channel = rig.worker.stream(rig.worker.take());
    channel.write(data(1));

    assertThat(FakeWorker.get(channel.response()).statusCode()).isEqualTo(200);
    HttpResponse<InputStream> response = sending.get(20, TimeUnit.SECONDS);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().map())
        .containsEntry("content-type", List.of("text/event-stream; charset=utf-8"))
        .containsEntry("cache-control", List.of("no-cache"))
        .containsEntry("x-accel-buffering", List.of("no"))
        .containsEntry("x-strowger-route", List.of("chat-mid-tier"))
        .containsEntry("x-strowger-provider", List.of("anthropic"))
        .containsEntry("x-strowger-model", List.of("claude-haiku-4-5"))
        .containsEntry("x-strowger-attempts", List.of("1"))
        .containsKeys("x-request-id", "openai-processing-ms")
        .doesNotContainKey("x-strowger-simulated");

    try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
      // The first token is there before the worker has sent a second.
      assertThat(lines.readLine()).isEqualTo("data: {\"n\":1}");
      channel.write(data(2));
      channel.end(Buffer.buffer(new Frame.End().encode()));
      assertThat(lines.lines().collect(Collectors.joining("\n")))
          .isEqualTo("\ndata: {\"n\":2}\n\ndata: [DONE]\n");
    }
    FakeWorker.get(FakeWorker.get(channel.response()).end());
  }

  @Test
  void streamsOverHttp2() throws Exception {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      var sending =
          http.sendAsync(rig.chat(door, DoorRig.GOOD_STREAM), HttpResponse.BodyHandlers.ofString());
      HttpClientRequest channel = rig.worker.stream(rig.worker.take());
      channel.end(data(1).appendBytes(new Frame.End().encode()));

      HttpResponse<String> response = sending.get(20, TimeUnit.SECONDS);
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(response.body()).isEqualTo(CHUNK.formatted(1) + "data: [DONE]\n\n");
    }
  }

  @Test
  void takesFramesCutAnywhere() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    HttpClientRequest channel = rig.worker.stream(rig.worker.take());
    for (byte one : data(1).appendBytes(new Frame.End().encode()).getBytes()) {
      FakeWorker.get(channel.write(Buffer.buffer(new byte[] {one})));
    }
    channel.end();

    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .isEqualTo(CHUNK.formatted(1) + "data: [DONE]\n\n");
  }

  @Test
  void answersWithAStatusWhenItFailsBeforeTheFirstToken() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    rig.worker.fail(
        rig.worker.take(),
        Failure.newBuilder()
            .setStatus(404)
            .setType("invalid_request_error")
            .setCode("model_not_found")
            .setParam("model")
            .setMessage("no such model")
            .build());
    HttpResponse<String> response = sending.get(20, TimeUnit.SECONDS);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body())
        .isEqualTo(
            "{\"error\":{\"message\":\"no such model\",\"type\":\"invalid_request_error\","
                + "\"param\":\"model\",\"code\":\"model_not_found\"}}");
  }

  @Test
  void anAnswerThroughTheLogIsNoStream() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    rig.worker.answer(rig.worker.take(), "{}");

    assertThat(sending.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
  }

  @Test
  void aStreamThatFailsEndsWithAnErrorEvent() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    HttpClientRequest channel = rig.worker.stream(rig.worker.take());
    String failure =
        "{\"status\":503,\"type\":\"server_error\",\"code\":\"overloaded\",\"message\":\"gone\"}";
    channel.end(data(1).appendBytes(new Frame.Failed(failure.getBytes(UTF_8)).encode()));

    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .isEqualTo(
            CHUNK.formatted(1)
                + "data: {\"error\":{\"message\":\"gone\",\"type\":\"server_error\","
                + "\"param\":null,\"code\":\"overloaded\"}}\n\n");
  }

  @Test
  void aChannelThatBreaksEndsTheStreamWithAnErrorEvent() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    HttpClientRequest channel = rig.worker.stream(rig.worker.take());
    FakeWorker.get(channel.write(data(1)));
    FakeWorker.get(channel.response());
    FakeWorker.get(channel.reset(8));

    assertInterrupted(sending);
  }

  @Test
  void aChannelThatEndsWithoutAnEndFrameBroke() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    rig.worker.stream(rig.worker.take()).end(data(1));

    assertInterrupted(sending);
  }

  @Test
  void bytesThatAreNoFramesEndTheStreamWithAnErrorEvent() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    rig.worker.stream(rig.worker.take()).write(Buffer.buffer("?????????"));

    assertInterrupted(sending);
  }

  @Test
  void theChannelIsForWorkersThatSomebodyWaitsFor() throws Exception {
    String url = "http://127.0.0.1:" + door.ingress().channelPort();

    assertThat(status(rig.worker.stream(url, "req_x", "wrong-token"))).isEqualTo(401);
    assertThat(status(rig.worker.stream(url, "req_x", DoorRig.TOKEN))).isEqualTo(404);
    assertThat(status(rig.worker.stream(url + "/else", "x", DoorRig.TOKEN))).isEqualTo(404);
  }

  @Test
  void onlyOneWorkerStreamsARequest() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    Taken taken = rig.worker.take();
    HttpClientRequest first = rig.worker.stream(taken);
    first.write(data(1));
    assertThat(FakeWorker.get(first.response()).statusCode()).isEqualTo(200);

    assertThat(status(rig.worker.stream(taken))).isEqualTo(409);

    first.end(Buffer.buffer(new Frame.End().encode()));
    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .isEqualTo(CHUNK.formatted(1) + "data: [DONE]\n\n");
  }

  @Test
  void aSyncRequestTakesNoStream() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD));
    Taken taken = rig.worker.take();

    assertThat(status(rig.worker.stream(taken))).isEqualTo(409);

    rig.worker.answer(taken, "{}");
    assertThat(sending.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

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

  @Test
  void aStreamAtItsDeadlineEndsWithAnErrorEvent() throws Exception {
    var sending =
        rig.sending(
            rig.request(door, "/v1/chat/completions")
                .header("x-strowger-timeout-ms", "1500")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(DoorRig.GOOD_STREAM))
                .build());
    HttpClientRequest channel = rig.worker.stream(rig.worker.take());
    channel.write(data(1));

    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .startsWith(CHUNK.formatted(1))
        .contains("deadline_exceeded")
        .doesNotContain("[DONE]");
    assertThatThrownBy(() -> FakeWorker.get(FakeWorker.get(channel.response()).end()))
        .hasMessageContaining("reset");
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
      streamsTokenByTokenToTheEnd(); // of another client, on the same connection of the worker

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

  private static void assertInterrupted(CompletableFuture<HttpResponse<String>> sending)
      throws Exception {
    HttpResponse<String> response = sending.get(20, TimeUnit.SECONDS);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains("\"type\":\"server_error\"", "\"code\":\"stream_interrupted\"")
        .doesNotContain("[DONE]");
  }

  private static int status(HttpClientRequest channel) throws Exception {
    channel.end();
    return FakeWorker.get(channel.response()).statusCode();
  }

  private static Buffer data(int n) {
    return Buffer.buffer(new Frame.Data(CHUNK.formatted(n).getBytes(UTF_8)).encode());
  }
}
