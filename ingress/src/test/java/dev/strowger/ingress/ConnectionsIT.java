package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.ingress.DoorRig.Door;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Slow, silent and many connections. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class ConnectionsIT {
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
    try (RawClient client = new RawClient(door)) {
      client.write(RawClient.head("content-length: 1000\r\n"));
      Thread trickle = client.trickle("{");

      String answer = client.readAll();

      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("request_timeout", "req_");
      trickle.join(5000);
    }
    answersOne(door);
  }

  @Test
  void aHeaderThatTricklesInIsCut() throws Exception {
    Door door = rig.open(HASTY);
    try (RawClient client = new RawClient(door)) {
      client.write("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nx-slow: ");
      Thread trickle = client.trickle("a");

      assertThat(client.readAll()).doesNotContain("HTTP/1.1 200");
      trickle.join(5000);
    }
    answersOne(door);
  }

  @Test
  void aSilentSpareConnectionOutlivesAHeaderThatTricklesInOnAUsedOne() throws Exception {
    Door door =
        rig.open(Map.of("STROWGER_REQUEST_READ_TIMEOUT", "1s", "STROWGER_KEEP_ALIVE", "60s"));
    String live = "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n";
    try (RawClient spare = new RawClient(door);
        RawClient used = new RawClient(door);
        RawClient slow = new RawClient(door)) {
      for (RawClient client : List.of(used, slow)) {
        client.write(live);
        assertThat(client.read("HTTP/1.1 200".length())).isEqualTo("HTTP/1.1 200");
      }
      slow.write("GET /health/live HTTP/1.1\r\nhost: x\r\nx-slow: ");
      Thread trickle = slow.trickle("a");

      assertThat(slow.readAll()).doesNotContain("HTTP/1.1 200");
      trickle.join(5000);
      for (RawClient client : List.of(spare, used)) {
        client.write(live.replace("host: x", "host: x\r\nconnection: close"));
        assertThat(client.readAll()).contains("HTTP/1.1 200");
      }
    }
  }

  @Test
  void aConnectionThatSaysNothingMoreIsCut() throws Exception {
    Door door = rig.open(HASTY);
    try (RawClient client = new RawClient(door)) {
      client.write("GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n");

      assertThat(client.readAll()).startsWith("HTTP/1.1 200").contains("keep-alive: timeout=1\r\n");
    }
  }

  @Test
  void aConnectionThatNeverSaysAnythingIsCut() throws Exception {
    Door door = rig.open(HASTY);
    try (RawClient client = new RawClient(door)) {
      assertThat(client.readAll()).isEmpty();
    }
  }

  @Test
  void headersBeyondTheLimitAreRefused() throws Exception {
    Door door = rig.open(HASTY);
    try (RawClient client = new RawClient(door)) {
      client.write(RawClient.head("x-long: " + "a".repeat(20_000) + "\r\ncontent-length: 0\r\n"));

      assertThat(client.readAll()).contains(" 431 ", "headers_too_large", "req_");
    }
    try (RawClient client = new RawClient(door)) {
      client.write("NONSENSE\r\n\r\n");

      assertThat(client.readAll()).contains(" 400 Bad Request", "bad_request", "req_");
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosed() throws Exception {
    Door door = rig.open(Map.of("STROWGER_MAX_CONNECTIONS", "1", "STROWGER_EVENT_LOOPS", "1"));
    try (RawClient first = new RawClient(door);
        RawClient second = new RawClient(door)) {
      String live = "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n";
      first.write(live);
      assertThat(first.read(1)).isEqualTo("H");
      second.write(live);

      assertThat(second.readAll()).doesNotContain("HTTP/1.1 200");
    }
  }

  private void answersOne(Door door) throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD));
    rig.worker.answer(rig.worker.take(), "{}");
    assertThat(sending.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }
}
