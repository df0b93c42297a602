package dev.strowger.ingress;

import static dev.strowger.ingress.Tokens.CHUNK;
import static dev.strowger.ingress.Tokens.data;
import static dev.strowger.ingress.Tokens.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.channel.Frame;
import dev.strowger.ingress.FakeWorker.Taken;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that come to their end, and who may bring them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamIT extends OpenDoor {

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
}
