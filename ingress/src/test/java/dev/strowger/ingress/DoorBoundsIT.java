package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.ingress.DoorRig.Door;
import dev.strowger.ingress.FakeWorker.Taken;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Slow clients, full doors, a log that is away, and the end of the process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class DoorBoundsIT {
  private static final Map<String, String> HASTY =
      Map.of("STROWGER_REQUEST_READ_TIMEOUT", "1s", "STROWGER_KEEP_ALIVE", "2s");

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
  void aBodyThatTricklesInIsAnswered408() throws Exception {
    Door door = rig.open(HASTY);
    try (Socket client = connect(door)) {
      write(client, head("content-length: 1000\r\n"));
      Thread trickle = trickle(client, "{");

      String answer = readAll(client);

      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("request_timeout", "req_");
      trickle.join(5000);
    }
    answersOne(door);
  }

  @Test
  void aHeaderThatTricklesInIsCut() throws Exception {
    Door door = rig.open(HASTY);
    try (Socket client = connect(door)) {
      write(client, "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nx-slow: ");
      Thread trickle = trickle(client, "a");

      assertThat(readAll(client)).doesNotContain("HTTP/1.1 200");
      trickle.join(5000);
    }
    answersOne(door);
  }

  @Test
  void aSilentSpareConnectionOutlivesAHeaderThatTricklesInOnAUsedOne() throws Exception {
    Door door =
        rig.open(Map.of("STROWGER_REQUEST_READ_TIMEOUT", "1s", "STROWGER_KEEP_ALIVE", "60s"));
    String live = "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n";
    try (Socket spare = connect(door);
        Socket used = connect(door);
        Socket slow = connect(door)) {
      for (Socket client : List.of(used, slow)) {
        write(client, live);
        assertThat(client.getInputStream().readNBytes("HTTP/1.1 200".length()))
            .asString(UTF_8)
            .isEqualTo("HTTP/1.1 200");
      }
      write(slow, "GET /health/live HTTP/1.1\r\nhost: x\r\nx-slow: ");
      Thread trickle = trickle(slow, "a");

      assertThat(readAll(slow)).doesNotContain("HTTP/1.1 200");
      trickle.join(5000);
      for (Socket client : List.of(spare, used)) {
        write(client, live.replace("host: x", "host: x\r\nconnection: close"));
        assertThat(readAll(client)).contains("HTTP/1.1 200");
      }
    }
  }

  @Test
  void aConnectionThatSaysNothingMoreIsCut() throws Exception {
    Door door = rig.open(HASTY);
    try (Socket client = connect(door)) {
      write(client, "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n");

      assertThat(readAll(client)).startsWith("HTTP/1.1 200").contains("keep-alive: timeout=1\r\n");
    }
  }

  @Test
  void aConnectionThatNeverSaysAnythingIsCut() throws Exception {
    Door door = rig.open(HASTY);
    try (Socket client = connect(door)) {
      assertThat(readAll(client)).isEmpty();
    }
  }

  @Test
  void headersBeyondTheLimitAreRefused() throws Exception {
    Door door = rig.open(HASTY);
    try (Socket client = connect(door)) {
      write(client, head("x-long: " + "a".repeat(20_000) + "\r\ncontent-length: 0\r\n"));

      assertThat(readAll(client)).contains(" 431 ", "headers_too_large", "req_");
    }
    try (Socket client = connect(door)) {
      write(client, "NONSENSE\r\n\r\n");

      assertThat(readAll(client)).contains(" 400 Bad Request", "bad_request", "req_");
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosed() throws Exception {
    Door door = rig.open(Map.of("STROWGER_MAX_CONNECTIONS", "1", "STROWGER_EVENT_LOOPS", "1"));
    try (Socket first = connect(door);
        Socket second = connect(door)) {
      String live = "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n";
      write(first, live);
      assertThat(first.getInputStream().read()).isEqualTo('H');
      write(second, live);

      assertThat(readAll(second)).doesNotContain("HTTP/1.1 200");
    }
  }

  @Test
  void aFullDoorAsksToTryAgain() throws Exception {
    Door door = rig.open(Map.of("STROWGER_MAX_IN_FLIGHT", "1"));
    var first = rig.sending(rig.chat(door, DoorRig.GOOD));
    Taken taken = rig.worker.take();

    HttpResponse<String> second = rig.send(rig.chat(door, DoorRig.GOOD));

    assertThat(second.statusCode()).isEqualTo(503);
    assertThat(second.headers().firstValue("retry-after")).contains("1");
    assertThat(second.body()).contains("\"code\":\"overloaded\"");
    rig.worker.answer(taken, "{}");
    assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    // The client has its answer a moment before the door has its place back.
    DoorRig.await(
        "the place is free",
        () -> door.probes().meters().get("strowger.door.in.flight").gauge().value() == 0);
    answersOne(door);
  }

  @Test
  void bodiesBeyondWhatMayBeHeldAskToTryAgain() throws Exception {
    Door door = rig.open(Map.of("STROWGER_MAX_BODY", "1KiB", "STROWGER_MAX_BUFFERED", "1KiB"));
    try (Socket slow = connect(door)) {
      write(slow, head("content-length: 1000\r\n") + "x".repeat(990));
      DoorRig.await(
          "the first body is held",
          () -> door.probes().meters().get("strowger.door.buffered.bytes").gauge().value() == 990);

      HttpResponse<String> second = rig.send(rig.chat(door, DoorRig.GOOD));

      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.body()).contains("\"code\":\"overloaded\"");
    }
    DoorRig.await(
        "the body of the client that left is let go",
        () -> door.probes().meters().get("strowger.door.buffered.bytes").gauge().value() == 0);
    answersOne(door);
  }

  @Test
  void finishesWhatIsInFlightBeforeItEnds() throws Exception {
    Door door = rig.open(Map.of("STROWGER_INSTANCE", "draining", "STROWGER_DRAIN", "20s"));
    var inFlight = rig.sending(rig.chat(door, DoorRig.GOOD));
    Taken taken = rig.worker.take();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(door.ingress()::close);
    DoorRig.await("it is draining", () -> !door.probes().health().ready());

    HttpResponse<String> late = rig.send(rig.chat(door, DoorRig.GOOD));
    HttpResponse<String> ready = rig.send(rig.request(door, "/health/ready").GET().build());

    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(late.headers().firstValue("connection")).contains("close");
    assertThat(late.body()).contains("\"code\":\"shutting_down\"");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(closing).isNotDone();

    rig.worker.answer(taken, "{\"late\":false}");
    assertThat(inFlight.get(20, TimeUnit.SECONDS).body()).isEqualTo("{\"late\":false}");
    closing.get(20, TimeUnit.SECONDS);
    assertThat(topics()).doesNotContain("llm.replies.draining");
  }

  @Test
  void cancelsWhatIsNotDoneWhenTheDrainIsOver() throws Exception {
    Door door = rig.open(Map.of("STROWGER_INSTANCE", "impatient", "STROWGER_DRAIN", "200ms"));
    var inFlight = rig.sending(rig.chat(door, DoorRig.GOOD));
    Taken taken = rig.worker.take();

    door.ingress().close();

    assertThat(inFlight.get(20, TimeUnit.SECONDS).body()).contains("shutting_down");
    assertThat(rig.worker.cancellation(taken.request().getRequestId()).getReason())
        .isEqualTo("gateway shutting down");
    // A worker may still write to it.
    assertThat(topics()).contains("llm.replies.impatient");
  }

  @Test
  void saysWhenTheLogDoesNotTakeARequest() throws Exception {
    DoorRig other = new DoorRig();
    Door door = other.open(Map.of("STROWGER_PUBLISH_TIMEOUT", "1s"));
    other.worker.close();
    other.broker.close();

    HttpResponse<String> response = other.send(other.chat(door, DoorRig.GOOD));

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("\"code\":\"log_unavailable\"");
    assertThat(response.headers().firstValue("retry-after")).contains("5");
    assertThat(door.probes().health().problems()).containsKey("log");
    DoorRig.await(
        "nothing is left pending",
        () -> door.probes().meters().get("strowger.door.pending").gauge().value() == 0);
    door.close();
    other.http.close();
  }

  private void answersOne(Door door) throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD));
    rig.worker.answer(rig.worker.take(), "{}");
    assertThat(sending.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  private Set<String> topics() throws Exception {
    try (Admin admin = Admin.create(rig.kafka.clients())) {
      return admin.listTopics().names().get(20, TimeUnit.SECONDS);
    }
  }

  private static Socket connect(Door door) throws IOException {
    Socket socket = new Socket("127.0.0.1", door.ingress().appsPort());
    socket.setSoTimeout((int) Duration.ofSeconds(15).toMillis());
    return socket;
  }

  private static String head(String more) {
    return "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
        + "authorization: Bearer "
        + DoorRig.KEY
        + "\r\n"
        + more
        + "\r\n";
  }

  private static void write(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(UTF_8));
  }

  /** A byte every 100 ms until the server has had enough. */
  private static Thread trickle(Socket client, String text) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  write(client, text);
                  Thread.sleep(100);
                }
              } catch (IOException | InterruptedException e) {
                // That is what the test waits for.
              }
            });
  }

  private static String readAll(Socket client) throws IOException {
    StringBuilder all = new StringBuilder();
    try {
      for (int b = client.getInputStream().read(); b >= 0; b = client.getInputStream().read()) {
        all.append((char) b);
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the connection stays open; so far: " + all, e);
    } catch (java.net.SocketException reset) {
      // Closed as well.
    }
    return all.toString();
  }
}
