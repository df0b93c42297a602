package dev.strowger.ingress;

import static dev.strowger.ingress.Tokens.CHUNK;
import static dev.strowger.ingress.Tokens.data;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.channel.Frame;
import dev.strowger.ingress.DoorRig.Door;
import dev.strowger.ingress.FakeWorker.Taken;
import io.vertx.core.http.HttpClientRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A door that is told to end: first it is as ever, then it takes nothing new, then it closes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShutdownIT {
  private static final String LENGTH = "content-length: " + DoorRig.GOOD.length() + "\r\n";
  private DoorRig rig;

  @BeforeAll
  void open() throws Exception {
    rig = new DoorRig();
  }

  @AfterAll
  void close() throws Exception {
    rig.close();
  }

  @Test
  void losesNoAnswerBetweenTheFirstWordOfItsEndAndItsEnd() throws Exception {
    Door door = open("grace", "2s");
    CompletableFuture<HttpResponse<String>> soon = rig.sending(rig.chat(door, DoorRig.GOOD));
    Taken soonTaken = rig.worker.take();
    CompletableFuture<HttpResponse<String>> late = rig.sending(rig.chat(door, DoorRig.GOOD));
    Taken lateTaken = rig.worker.take();
    CompletableFuture<HttpResponse<String>> stream =
        rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    HttpClientRequest streaming = rig.worker.stream(rig.worker.take());
    FakeWorker.get(streaming.write(data(1)));
    try (RawClient inGrace = keptAlive(door);
        RawClient inDrain = keptAlive(door);
        RawClient slow = keptAlive(door)) {
      CompletableFuture<Void> closing = door.closing();
      DoorRig.await("it is leaving", () -> !door.probes().health().ready());

      inGrace.write(RawClient.head(LENGTH) + DoorRig.GOOD);
      rig.worker.answer(rig.worker.take(), "{\"in\":\"grace\"}");
      assertThat(inGrace.readAll())
          .startsWith("HTTP/1.1 200")
          .contains("connection: close\r\n")
          .doesNotContain("keep-alive")
          .endsWith("{\"in\":\"grace\"}");
      HttpResponse<String> ready = rig.send(rig.request(door, "/health/ready").GET().build());
      assertThat(ready.statusCode()).isEqualTo(503);
      rig.worker.answer(soonTaken, "{\"soon\":1}");
      HttpResponse<String> told = soon.get(20, TimeUnit.SECONDS);
      assertThat(told.body()).isEqualTo("{\"soon\":1}");
      assertThat(told.headers().firstValue("connection")).contains("close");

      DoorRig.await("it is draining", () -> drains(door));
      inDrain.write(RawClient.head(LENGTH) + DoorRig.GOOD);
      assertRefused(inDrain.readAll());
      slow.write(RawClient.head(LENGTH) + DoorRig.GOOD.substring(0, 5));
      Thread.sleep(200);
      slow.write(DoorRig.GOOD.substring(5));
      assertRefused(slow.readAll());

      assertThat(closing).isNotDone();
      rig.worker.answer(lateTaken, "{\"late\":1}");
      streaming.end(data(2).appendBytes(new Frame.End().encode()));
      assertThat(late.get(20, TimeUnit.SECONDS).body()).isEqualTo("{\"late\":1}");
      assertThat(stream.get(20, TimeUnit.SECONDS).body())
          .isEqualTo(CHUNK.formatted(1) + CHUNK.formatted(2) + "data: [DONE]\n\n");
      closing.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aClientThatReadsSlowlyHasItsWholeAnswerBeforeItsConnectionEnds() throws Exception {
    Door door = open("slow", "0s");
    String answer = "\"" + "x".repeat(8 << 20) + "\"";
    try (RawClient client = new RawClient(door)) {
      client.write(RawClient.head(LENGTH) + DoorRig.GOOD);
      Taken taken = rig.worker.take();
      CompletableFuture<Void> closing = door.closing();
      DoorRig.await("it is leaving", () -> !door.probes().health().ready());
      rig.worker.answer(taken, answer);
      Thread.sleep(500);

      String head = "";
      while (!head.endsWith("\r\n\r\n")) {
        head += client.read(1);
      }
      assertThat(client.read(answer.getBytes(UTF_8).length)).isEqualTo(answer);
      assertThat(client.readAll()).isEmpty();
      closing.get(20, TimeUnit.SECONDS);
    }
  }

  /** Before the grace is over a request would be taken, and nobody would answer it. */
  private boolean drains(Door door) {
    try (RawClient client = new RawClient(door)) {
      client.write(RawClient.head("content-length: 1\r\n") + "x");
      return client.readAll().contains("shutting_down");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRefused(String response) {
    assertThat(response)
        .startsWith("HTTP/1.1 503")
        .contains("retry-after: ")
        .contains("connection: close\r\n")
        .contains("\"code\":\"shutting_down\"")
        .endsWith("}");
  }

  private Door open(String instance, String grace) {
    return rig.open(
        Map.of(
            "STROWGER_INSTANCE",
            instance,
            "STROWGER_SHUTDOWN_GRACE",
            grace,
            "STROWGER_DRAIN",
            "40s"));
  }

  /** A connection that has served a request and waits for the next. */
  private static RawClient keptAlive(Door door) throws Exception {
    RawClient client = new RawClient(door);
    client.write(RawClient.LIVE);
    String head = "";
    while (!head.endsWith("\r\n\r\n")) {
      head += client.read(1);
    }
    assertThat(head).startsWith("HTTP/1.1 200").contains("keep-alive: timeout=");
    int length = Integer.parseInt(head.replaceAll("(?s).*content-length: (\\d+)\r\n.*", "$1"));
    client.read(length);
    return client;
  }
}
