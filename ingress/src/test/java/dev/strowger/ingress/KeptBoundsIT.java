package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.ingress.DoorRig.Door;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.SchemaRegistry;
import dev.strowger.topics.Topics;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What kept responses may cost, and what becomes of them when the log is not as it was. */
class KeptBoundsIT extends KeptDoor {

  /** Four threads read; a lookup that waits must not be one of them. */
  @Test
  void lookupsThatWaitDoNotHoldUpOthers() throws Exception {
    String id = id();
    keep(id, "team-a");
    assertThat(get(DoorRig.KEY, id).statusCode()).isEqualTo(200);
    List<CompletableFuture<HttpResponse<String>>> absent = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      absent.add(rig.sending(rig.request(door, "/v1/responses/" + id()).GET().build()));
    }
    HttpResponse<String> found = get(DoorRig.KEY, id);

    assertThat(found.statusCode()).isEqualTo(200);
    // One after the other on four threads they would take 15 seconds.
    assertThat(CompletableFuture.allOf(absent.toArray(CompletableFuture[]::new)))
        .succeedsWithin(Duration.ofSeconds(8));
    for (var each : absent) {
      assertThat(each.get().statusCode()).isEqualTo(404);
    }
  }

  @Test
  void anAnswerLargerThanABodyMayBeIsAnswered() throws Exception {
    Door small = rig.open(Map.of("STROWGER_MAX_BODY", "64KiB"));
    String answer = "{\"text\":\"" + "lorem ".repeat(50_000) + "\"}";
    var sending = rig.sending(rig.chat(small, DoorRig.GOOD));
    rig.worker.answer(rig.worker.take(), answer);
    assertThat(sending.get().body()).isEqualTo(answer);

    String id = id();
    rig.put(Topics.RESPONSES, id, kept(id, "team-a", "{\"input\":\"one\"}", answer));
    assertThat(rig.send(rig.request(small, "/v1/responses/" + id).GET().build()).body())
        .isEqualTo(answer);
  }

  @Test
  void aConversationThatOutgrowsABodyIsRefused() throws Exception {
    Door small = rig.open(Map.of("STROWGER_MAX_BODY", "64KiB"));
    String id = id();
    String input = "{\"input\":\"" + "lorem ".repeat(12_000) + "\"}";
    rig.put(Topics.RESPONSES, id, kept(id, "team-a", input, "{\"output\":[]}"));

    HttpResponse<String> response =
        rig.send(
            rig.request(small, "/v1/responses")
                .POST(BodyPublishers.ofString(goingOnBody(id, "\"x\"")))
                .build());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("request_too_large");
  }

  @Test
  void aTreeOfTooManyPartsIsRefusedBeforeThereIsATree() throws Exception {
    String id = id();
    keep(id, "team-a");
    String items = "[" + "{},".repeat(KeptBodies.MOST_TOKENS / 2) + "{}]";

    HttpResponse<String> response =
        rig.send(
            rig.request(door, "/v1/responses")
                .POST(BodyPublishers.ofString(goingOnBody(id, items)))
                .build());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("too_many_parts");
  }

  @Test
  void aRecordThatCannotBeReadHidesNoOther() throws Exception {
    String bad = id();
    String good = id();
    rig.putBytes(Topics.RESPONSES.name(), bad, new byte[] {9, 9, 9});
    keep(good, "team-a");

    assertThat(get(DoorRig.KEY, good).statusCode()).isEqualTo(200);
    assertThat(get(DoorRig.KEY, bad).statusCode()).isEqualTo(404);
  }

  /** Retention deletes records without a word; their places stay known. */
  @Test
  void aResponseWhoseRecordIsGoneIsNotFound() throws Exception {
    String id = id();
    keep(id, "team-a");
    assertThat(get(DoorRig.KEY, id).statusCode()).isEqualTo(200);
    rig.deleteAllRecords(Topics.RESPONSES.name());

    long began = System.nanoTime();
    HttpResponse<String> response = get(DoorRig.KEY, id);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aDoorThatIsOpenedLaterKnowsThemWhenItIsReady() throws Exception {
    String id = id();
    keep(id, "team-a");
    Door later = rig.open(Map.of());
    DoorRig.await("it is ready", () -> later.probes().health().ready());

    assertThat(rig.send(rig.request(later, "/v1/responses/" + id).GET().build()).statusCode())
        .isEqualTo(200);
  }

  /** A client may throw a conversation away for a 404; so there is none before it is certain. */
  @Test
  void aDoorThatDoesNotKnowAllYetSaysSo() throws Exception {
    String id = id();
    keep(id, "team-a");
    CountDownLatch held = new CountDownLatch(1);
    Door slow =
        rig.open(
            Map.of(),
            KafkaAccess.plain(rig.broker.bootstrapServers(), new HeldRegistry(rig.registry, held)));
    HttpRequest lookup = rig.request(slow, "/v1/responses/" + id).GET().build();

    HttpResponse<String> early = rig.send(lookup);

    assertThat(early.statusCode()).isEqualTo(503);
    assertThat(early.body()).contains("responses_not_loaded");
    assertThat(early.headers().firstValue("retry-after")).isPresent();
    assertThat(slow.probes().health().problems()).containsOnlyKeys("kept-responses");
    held.countDown();
    DoorRig.await("it is ready", () -> slow.probes().health().ready());
    assertThat(rig.send(lookup).statusCode()).isEqualTo(200);
  }

  /** A registry that takes its time over kept responses. */
  private record HeldRegistry(SchemaRegistry inner, CountDownLatch held) implements SchemaRegistry {
    @Override
    public int idOf(String subject, Schema schema) {
      return inner.idOf(subject, schema);
    }

    @Override
    public Schema byId(int id) {
      Schema schema = inner.byId(id);
      if (schema.getName().equals("ResponseRecord")) {
        try {
          held.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return schema;
    }
  }

  @Test
  void aVeryLongIdIsNotFound() throws Exception {
    assertThat(get(DoorRig.KEY, "resp_" + "0".repeat(3000)).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?stream=%zz", "?stream=%", "?%=1"})
  void aQueryThatCannotBeReadTakesNoPlace(String query) throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write(
          "GET /v1/responses/"
              + id()
              + query
              + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer "
              + DoorRig.KEY
              + "\r\n\r\n");

      assertThat(client.readAll()).containsPattern("^HTTP/1.1 40[04] ").contains("\"error\"");
    }
  }
}
