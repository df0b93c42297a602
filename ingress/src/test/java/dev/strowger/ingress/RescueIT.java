package dev.strowger.ingress;

import static dev.strowger.ingress.Tokens.CHUNK;
import static dev.strowger.ingress.Tokens.data;
import static dev.strowger.ingress.Tokens.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.channel.Channel;
import dev.strowger.channel.Frame;
import dev.strowger.ingress.FakeWorker.Taken;
import dev.strowger.records.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams that break off and are gone on with, or are not. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RescueIT extends OpenDoor {
  private static final String BROKE =
      "{\"status\":502,\"type\":\"server_error\",\"code\":\"upstream_failed\","
          + "\"message\":\"it broke off\"}";
  private static final int MOST_BYTES = 4000;

  @Override
  Map<String, String> settings() {
    return Map.of(
        "STROWGER_RESCUE_WAIT", "4s", "STROWGER_RESCUE_STREAM_BYTES", Integer.toString(MOST_BYTES));
  }

  @Test
  void anInterruptedStreamIsGoneOnWithOnTheSameResponse() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    Taken taken = rig.worker.take();
    interrupt(taken, data(1).appendBuffer(data(2)));

    HttpClientRequest second = worker(taken, true);
    second.end(data(3).appendBytes(new Frame.End().encode()));

    HttpResponse<String> response = sending.get(20, TimeUnit.SECONDS);
    assertThat(response.body())
        .isEqualTo(
            CHUNK.formatted(1)
                + CHUNK.formatted(2)
                + CHUNK.formatted(3)
                + ": strowger-rescued provider=anthropic model=claude-haiku-4-5\n\n"
                + "data: [DONE]\n\n");
    assertThat(response.headers().allValues(Channel.PROVIDER)).containsExactly("openai");
    assertThat(counted("rescued")).isPositive();
  }

  @Test
  void aWorkerIsToldWhatTheClientHas() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    Taken taken = rig.worker.take();
    assertThat(rig.worker.sent(taken).status()).isEqualTo(204);

    HttpClientRequest first = worker(taken, false);
    FakeWorker.get(first.write(data(1)));
    FakeWorker.get(first.response());
    assertThat(rig.worker.sent(taken).status()).isEqualTo(409);

    first.end(data(2).appendBytes(new Frame.Interrupted(BROKE.getBytes(UTF_8)).encode()));
    FakeWorker.Sent sent = rig.worker.sentOnceBroken(taken);
    assertThat(sent.status()).isEqualTo(200);
    assertThat(sent.body()).isEqualTo(CHUNK.formatted(1) + CHUNK.formatted(2));

    // The client had everything: nothing but the end is missing.
    worker(taken, true).end(Buffer.buffer(new Frame.End().encode()));
    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .startsWith(CHUNK.formatted(1) + CHUNK.formatted(2))
        .containsOnlyOnce("[DONE]")
        .endsWith("data: [DONE]\n\n");
    assertThat(rig.worker.sent(taken).status()).isEqualTo(404);
    assertThat(rig.worker.sent(taken, "another-token").status()).isEqualTo(401);
  }

  @Test
  void aWorkerThatDiesIsReplacedByTheNext() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    Taken taken = rig.worker.take();
    HttpClientRequest first = worker(taken, false);
    FakeWorker.get(first.write(data(1)));
    FakeWorker.get(first.response());
    FakeWorker.get(first.reset(8));

    assertThat(rig.worker.sentOnceBroken(taken).body()).isEqualTo(CHUNK.formatted(1));
    worker(taken, true).end(data(2).appendBytes(new Frame.End().encode()));

    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .startsWith(CHUNK.formatted(1) + CHUNK.formatted(2))
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void aStreamIsRescuedMoreThanOnce() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    Taken taken = rig.worker.take();
    interrupt(taken, data(1));
    HttpClientRequest second = worker(taken, true);
    second.end(data(2).appendBytes(new Frame.Interrupted(BROKE.getBytes(UTF_8)).encode()));

    assertThat(rig.worker.sentOnceBroken(taken).body())
        .isEqualTo(CHUNK.formatted(1) + CHUNK.formatted(2));
    worker(taken, true).end(data(3).appendBytes(new Frame.End().encode()));

    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .startsWith(CHUNK.formatted(1) + CHUNK.formatted(2) + CHUNK.formatted(3))
        .containsOnlyOnce("strowger-rescued");
  }

  @Test
  void anAnswerFromItsBeginningDoesNotFollowABrokenOne() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    Taken taken = rig.worker.take();
    interrupt(taken, data(1));

    assertThat(status(worker(taken, false))).isEqualTo(409);

    worker(taken, true).end(Buffer.buffer(new Frame.End().encode()));
    sending.get(20, TimeUnit.SECONDS);
  }

  @Test
  void goingOnWithNothingIsABeginning() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));

    worker(rig.worker.take(), true).end(data(1).appendBytes(new Frame.End().encode()));

    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .isEqualTo(CHUNK.formatted(1) + "data: [DONE]\n\n");
  }

  @Test
  void whenNobodyComesTheClientIsToldWhyItBroke() throws Exception {
    double lost = counted("lost");
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    Taken taken = rig.worker.take();
    interrupt(taken, data(1));

    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .startsWith(CHUNK.formatted(1) + ": strowger is going on with another model\n\n")
        .contains("data: {\"error\":{\"message\":\"it broke off\"")
        .doesNotContain("[DONE]");
    assertThat(rig.worker.cancellation(taken.request().getRequestId()).getReason())
        .isEqualTo("nobody went on with the broken answer");
    assertThat(counted("lost")).isEqualTo(lost + 1);
  }

  @Test
  void aClientThatLeavesIsToldToThePipeline() throws Exception {
    Taken taken;
    try (RawClient client = new RawClient(door)) {
      client.write(
          RawClient.head("content-length: " + DoorRig.GOOD_STREAM.length() + "\r\n")
              + DoorRig.GOOD_STREAM);
      taken = rig.worker.take();
      interrupt(taken, data(1));
    }

    assertThat(rig.worker.cancellation(taken.request().getRequestId()).getReason())
        .isEqualTo("client gone");
    DoorRig.await("nobody waits", () -> rig.worker.sentStatus(taken) == 404);
  }

  @Test
  void aStreamOverTheBoundIsNotKept() throws Exception {
    double notKept = counted("not.kept");
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    Taken taken = rig.worker.take();
    interrupt(taken, data("data: " + "x".repeat(MOST_BYTES) + "\n\n"));

    assertThat(rig.worker.sentStatus(taken)).isEqualTo(410);
    assertThat(counted("not.kept")).isEqualTo(notKept + 1);

    rig.worker.fail(taken, failure());
    assertThat(sending.get(20, TimeUnit.SECONDS).body()).contains("cannot be continued");
  }

  @Test
  void halfAnEventIsNotGoneOnWith() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    Taken taken = rig.worker.take();
    interrupt(taken, data("data: {\"n\":"));

    assertThat(rig.worker.sentStatus(taken)).isEqualTo(410);

    rig.worker.fail(taken, failure());
    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .startsWith("data: {\"n\":\n\ndata: {\"error\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/chat/completions | "messages":[{"role":"user","content":"x"}] | data: {"error":{"message":"cannot be continued"
          /v1/completions      | "prompt":"x"                               | data: {"error":{"message":"cannot be continued"
          /v1/responses        | "input":"x"                                | "sequence_number":2,"error":{"message":"cannot be continued"
          /v1/messages         | "max_tokens":1,"messages":[{"role":"user","content":"x"}] | event: error%ndata: {"type":"error","error":{"type":"api_error","message":"cannot be continued"
          """)
  void aFailureThatComesThroughTheLogEndsTheStreamInTheClientsApi(
      String path, String body, String expected) throws Exception {
    var sending =
        rig.sending(
            rig.request(door, path)
                .POST(BodyPublishers.ofString("{\"model\":\"m\",\"stream\":true," + body + "}"))
                .build());
    Taken taken = rig.worker.take();
    interrupt(taken, data(1).appendBuffer(data(2)));
    rig.worker.fail(taken, failure());

    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .startsWith(CHUNK.formatted(1) + CHUNK.formatted(2))
        .contains(expected.formatted())
        .doesNotContain("[DONE]", "strowger-rescued", "message_stop");
  }

  @Test
  void aStreamThatIsNotGuardedEndsAtItsBreak() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    Taken taken = rig.worker.take();
    rig.worker.stream(taken)
        .end(data(1).appendBytes(new Frame.Interrupted(BROKE.getBytes(UTF_8)).encode()));

    assertThat(sending.get(2, TimeUnit.SECONDS).body()).contains("it broke off");
  }

  @Test
  void theDeadlineHoldsWhileNobodyComes() throws Exception {
    CompletableFuture<HttpResponse<String>> sending =
        rig.sending(
            rig.request(door, "/v1/chat/completions")
                .header("x-strowger-timeout-ms", "1500")
                .POST(BodyPublishers.ofString(DoorRig.GOOD_STREAM))
                .build());
    interrupt(rig.worker.take(), data(1));

    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .contains("deadline_exceeded")
        .doesNotContain("[DONE]");
  }

  private void interrupt(Taken taken, Buffer events) throws Exception {
    HttpClientRequest first = worker(taken, false);
    first.putHeader(Channel.PROVIDER, "openai");
    first.end(events.appendBytes(new Frame.Interrupted(BROKE.getBytes(UTF_8)).encode()));
    FakeWorker.get(FakeWorker.get(first.response()).end());
  }

  private HttpClientRequest worker(Taken taken, boolean resume) throws Exception {
    HttpClientRequest channel = rig.worker.stream(taken).putHeader(Channel.GUARD, "rescue");
    return resume ? channel.putHeader(Channel.RESUME, "true") : channel;
  }

  private double counted(String what) {
    return door.probes().meters().get("strowger.door.streams." + what).counter().count();
  }

  private static Failure failure() {
    return Failure.newBuilder()
        .setStatus(502)
        .setType("server_error")
        .setCode("upstream_failed")
        .setMessage("cannot be continued")
        .build();
  }
}
