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
import io.vertx.core.http.HttpClientRequest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers that go on with one stream at the same time, or are gone without a word. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RescueRacesIT extends OpenDoor {
  private static final byte[] BROKE = "{\"message\":\"it broke off\"}".getBytes(UTF_8);

  @Test
  void ofTwoWorkersThatWereToldTheSameTheSecondDoesNotRepeatTheFirst() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    Taken taken = rig.worker.take();
    worker(taken).end(data(1).appendBytes(new Frame.Interrupted(BROKE).encode()));
    int told = rig.worker.sentOnceBroken(taken).body().length();
    goingOn(taken, told).end(data(2).appendBytes(new Frame.Interrupted(BROKE).encode()));
    DoorRig.await("the second break", () -> bodyOf(taken).endsWith(CHUNK.formatted(2)));

    assertThat(status(goingOn(taken, told))).isEqualTo(409);

    int now = bodyOf(taken).length();
    goingOn(taken, now).end(data(3).appendBytes(new Frame.End().encode()));
    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .startsWith(CHUNK.formatted(1) + CHUNK.formatted(2) + CHUNK.formatted(3))
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void aWorkerThatIsSilentlyGoneDoesNotKeepAnotherFromGoingOn() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    Taken taken = rig.worker.take();
    CountDownLatch stopped = new CountDownLatch(1);
    try {
      stop(taken, stopped);

      HttpResponse<String> sent = rig.send(asking(taken));
      assertThat(sent.statusCode()).isEqualTo(200);
      assertThat(sent.body()).isEqualTo(CHUNK.formatted(1));

      rig.worker.fail(taken, failure());
      assertThat(sending.get(20, TimeUnit.SECONDS).body()).contains("nobody goes on");
    } finally {
      stopped.countDown();
    }
  }

  @Test
  void aFailureEndsAStreamWhoseWorkerIsSilentlyGone() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    Taken taken = rig.worker.take();
    CountDownLatch stopped = new CountDownLatch(1);
    try {
      stop(taken, stopped);
      rig.worker.fail(taken, failure());

      assertThat(sending.get(20, TimeUnit.SECONDS).body())
          .startsWith(CHUNK.formatted(1))
          .contains("nobody goes on")
          .doesNotContain("[DONE]");
    } finally {
      stopped.countDown();
    }
  }

  @Test
  void aFailureDoesNotEndAStreamWhoseWorkerLives() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    Taken taken = rig.worker.take();
    HttpClientRequest first = worker(taken);
    FakeWorker.get(first.write(data(1)));
    FakeWorker.get(first.response());
    rig.worker.fail(taken, failure());
    assertThat(rig.worker.sentStatus(taken)).isEqualTo(409);

    first.end(data(2).appendBytes(new Frame.End().encode()));

    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .isEqualTo(CHUNK.formatted(1) + CHUNK.formatted(2) + "data: [DONE]\n\n");
  }

  /** Its connection stays, but nothing comes over it any more. */
  private void stop(Taken taken, CountDownLatch until) throws Exception {
    HttpClientRequest first = worker(taken);
    FakeWorker.get(first.write(data(1)));
    FakeWorker.get(first.response());
    var _ = first.response().onComplete(head -> block(until));
  }

  private static void block(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Over another connection than the workers'. */
  private static HttpRequest asking(Taken taken) {
    String url = taken.request().getReplyTo().getChannelUrl();
    return HttpRequest.newBuilder(URI.create(url + Channel.PATH + taken.request().getRequestId()))
        .timeout(DoorRig.PATIENCE)
        .header("authorization", "Bearer " + DoorRig.TOKEN)
        .build();
  }

  private String bodyOf(Taken taken) {
    try {
      return rig.worker.sent(taken).body();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpClientRequest worker(Taken taken) throws Exception {
    return rig.worker.stream(taken).putHeader(Channel.GUARD, "rescue");
  }

  private HttpClientRequest goingOn(Taken taken, int after) throws Exception {
    return worker(taken)
        .putHeader(Channel.RESUME, "true")
        .putHeader(Channel.SENT, Integer.toString(after));
  }

  private static Failure failure() {
    return Failure.newBuilder()
        .setStatus(502)
        .setType("server_error")
        .setCode("upstream_failed")
        .setMessage("nobody goes on")
        .build();
  }
}
