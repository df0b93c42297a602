package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.ingress.DoorRig.Door;
import dev.strowger.ingress.FakeWorker.Taken;
import java.net.http.HttpResponse;
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

/** Full doors, a log that is away, and the end of the process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class DoorBoundsIT {
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
    try (RawClient slow = new RawClient(door)) {
      slow.write(RawClient.head("content-length: 1000\r\n") + "x".repeat(990));
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
    CompletableFuture<Void> closing = door.closing();
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
}
