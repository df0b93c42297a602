package dev.strowger.ingress;

import static dev.strowger.ingress.Said.assertError;
import static dev.strowger.ingress.Said.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.ingress.FakeWorker.Taken;
import dev.strowger.records.Repeat;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ResponseRecord;
import dev.strowger.topics.Body;
import dev.strowger.topics.Topics;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with an Idempotency-Key, asked once and again. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RepeatIT extends OpenDoor {
  private static final String CHAT = "/v1/chat/completions";
  private static final String EVENTS = "data: {\"n\":1}\n\ndata: {\"n\":2}\n\n";
  private int ids;

  @ParameterizedTest
  @ValueSource(
      strings = {
        CHAT,
        "/v1/completions",
        "/v1/embeddings",
        "/v1/responses",
        "/v1/messages",
        "/v1/messages/count_tokens"
      })
  void tellsTheRouterKeyAndBodyButNotForACountOfTokens(String path) throws Exception {
    String body =
        "{\"model\":\"m\",\"input\":\"x\",\"prompt\":\"x\",\"max_tokens\":5,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    if (path.equals("/v1/embeddings") || path.equals("/v1/responses")) {
      body = "{\"model\":\"m\",\"input\":\"x\"}";
    }
    var sending = rig.sending(keyed(path, "my-key", body));
    Taken taken = rig.worker.take();
    rig.worker.answer(taken, "{}");
    assertThat(sending.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);

    RequestRecord request = taken.request();
    if (path.endsWith("count_tokens")) {
      assertThat(request.getIdempotencyKey()).isNull();
      assertThat(request.getBodyHash()).isEmpty();
    } else {
      assertThat(request.getIdempotencyKey())
          .isEqualTo(sha256("team-a\n" + request.getApi() + "\nmy-key"));
      assertThat(request.getBodyHash()).isEqualTo(sha256(body));
    }
  }

  @Test
  void hashesLargeBodiesToo() throws Exception {
    String body = DoorRig.GOOD.replace("hello", "hello ".repeat(50_000));
    var sending = rig.sending(keyed(CHAT, "k", body));
    Taken taken = rig.worker.take();
    rig.worker.answer(taken, "{}");
    sending.get(20, TimeUnit.SECONDS);

    assertThat(taken.request().getBodyHash()).isEqualTo(sha256(body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "256"})
  void refusesAKeyThatIsNone(String key) throws Exception {
    String text = key.equals("256") ? "k".repeat(256) : key;
    HttpResponse<String> response = rig.send(keyed(CHAT, text, DoorRig.GOOD));

    assertError(response, 400, "invalid_request_error", "invalid_idempotency_key");
    assertThat(response.body()).contains("'Idempotency-Key'").contains("\"param\":null");
  }

  @Test
  void refusesTwoKeys() throws Exception {
    HttpRequest request =
        rig.request(door, CHAT)
            .header("Idempotency-Key", "a")
            .header("Idempotency-Key", "b")
            .POST(BodyPublishers.ofString(DoorRig.GOOD))
            .build();

    assertError(rig.send(request), 400, "invalid_request_error", "invalid_idempotency_key");
  }

  @Test
  void aRepeatGetsTheAnswerOfTheFirst() throws Exception {
    String first = first();
    keep(first, "team-a", "{\"id\":\"x\"}", false);
    var sending = rig.sending(keyed(CHAT, "k", DoorRig.GOOD));
    rig.worker.repeat(rig.worker.take(), new Repeat(first, false, true));

    HttpResponse<String> response = sending.get(20, TimeUnit.SECONDS);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"id\":\"x\"}");
    assertThat(header(response, "idempotent-replayed")).isEqualTo("true");
    assertThat(header(response, "x-strowger-provider")).isEqualTo("openai");
    assertThat(header(response, "x-strowger-model")).isEqualTo("gpt-of-the-first");
    assertThat(header(response, "x-strowger-route")).isEqualTo("first-route");
    assertThat(header(response, "x-strowger-dropped")).isEqualTo("seed");
  }

  @ParameterizedTest
  @ValueSource(strings = {CHAT, "/v1/messages"})
  void aStreamIsGivenAgainAsAStream(String path) throws Exception {
    String first = first();
    keep(first, "team-a", EVENTS, true);
    String body = DoorRig.GOOD_STREAM.replace("{\"stream\"", "{\"max_tokens\":5,\"stream\"");
    var sending = rig.sending(keyed(path, "k", body));
    rig.worker.repeat(rig.worker.take(), new Repeat(first, false, true));

    HttpResponse<String> response = sending.get(20, TimeUnit.SECONDS);
    assertThat(response.body()).isEqualTo(path.equals(CHAT) ? EVENTS + "data: [DONE]\n\n" : EVENTS);
    assertThat(header(response, "content-type")).isEqualTo("text/event-stream; charset=utf-8");
    assertThat(header(response, "idempotent-replayed")).isEqualTo("true");
  }

  @Test
  void aRepeatWaitsForAFirstThatIsUnderWay() throws Exception {
    String first = first();
    var sending = rig.sending(keyed(CHAT, "k", DoorRig.GOOD));
    Taken repeat = rig.worker.take();
    rig.worker.repeat(repeat, new Repeat(first, false, false));
    Taken again = rig.worker.take();
    assertThat(again.request().getRequestId()).isNotEqualTo(repeat.request().getRequestId());
    assertThat(again.request().getIdempotencyKey()).isEqualTo(repeat.request().getIdempotencyKey());
    assertThat(again.request().getDeadline()).isEqualTo(repeat.request().getDeadline());
    assertThat(again.request().getBody()).isEqualTo(repeat.request().getBody());
    assertThat(sending).isNotDone();
    rig.worker.repeat(again, new Repeat(first, false, false));
    keep(first, "team-a", "{\"late\":1}", false);

    assertThat(sending.get(20, TimeUnit.SECONDS).body()).isEqualTo("{\"late\":1}");
  }

  @Test
  void aRepeatOfWhatFailedIsWorkedOnUnderItsNewId() throws Exception {
    var sending = rig.sending(keyed(CHAT, "k", DoorRig.GOOD));
    rig.worker.repeat(rig.worker.take(), new Repeat(first(), false, false));
    Taken again = rig.worker.take();
    rig.worker.answer(again, "{\"new\":1}");

    HttpResponse<String> response = sending.get(20, TimeUnit.SECONDS);
    assertThat(response.body()).isEqualTo("{\"new\":1}");
    assertThat(header(response, "idempotent-replayed")).isEmpty();
    assertThat(header(response, "x-request-id")).isEqualTo(again.request().getRequestId());
  }

  @Test
  void aRepeatWaitsNoLongerThanItsDeadline() throws Exception {
    HttpRequest request =
        rig.request(door, CHAT)
            .header("Idempotency-Key", "k")
            .header("x-strowger-timeout-ms", "700")
            .POST(BodyPublishers.ofString(DoorRig.GOOD))
            .build();
    var sending = rig.sending(request);
    rig.worker.repeat(rig.worker.take(), new Repeat(first(), false, false));

    assertError(sending.get(20, TimeUnit.SECONDS), 504, "server_error", "deadline_exceeded");
  }

  @Test
  void anotherBodyUnderTheKeyIsRefused() throws Exception {
    var sending = rig.sending(keyed(CHAT, "k", DoorRig.GOOD));
    rig.worker.repeat(rig.worker.take(), new Repeat(first(), true, false));

    assertError(
        sending.get(20, TimeUnit.SECONDS), 400, "invalid_request_error", "idempotency_key_reused");
  }

  @Test
  void anAnswerThatIsNotKeptOrAnotherTenantsIsNotWaitedForLong() throws Exception {
    String foreign = first();
    keep(foreign, "team-b", "{}", false);
    var sending = rig.sending(keyed(CHAT, "k", DoorRig.GOOD));
    rig.worker.repeat(rig.worker.take(), new Repeat(foreign, false, true));

    assertError(
        sending.get(20, TimeUnit.SECONDS),
        409,
        "invalid_request_error",
        "idempotent_answer_not_kept");
  }

  @Test
  void aRequestThatCanBeRepeatedIsNotCancelledWhenItsClientLeaves() throws Exception {
    Taken keyed = leave(keyed(CHAT, "k", DoorRig.GOOD));
    Taken other = leave(rig.chat(door, DoorRig.GOOD));

    assertThat(rig.worker.cancelledUpTo(other.request().getRequestId()))
        .doesNotContain(keyed.request().getRequestId());
  }

  @Test
  void aClientThatLeavesWhileItWaitsForTheFirstLeavesNothing() throws Exception {
    CompletableFuture<HttpResponse<String>> sending = rig.sending(keyed(CHAT, "k", DoorRig.GOOD));
    rig.worker.repeat(rig.worker.take(), new Repeat(first(), false, false));
    DoorRig.await("the repeat waits", () -> gauge("strowger.door.pending") == 0);
    sending.cancel(true);

    DoorRig.await("it is gone", () -> gauge("strowger.door.in.flight") == 0);
  }

  @Test
  void answersToRequestsAreNoResponses() throws Exception {
    String first = first();
    keep(first, "team-a", "{}", false);

    for (String path : List.of(first, "resp_" + first.substring(4), first + "/input_items")) {
      HttpRequest get = rig.request(door, "/v1/responses/" + path).GET().build();
      assertThat(rig.send(get).statusCode()).isEqualTo(404);
    }
    HttpRequest delete = rig.request(door, "/v1/responses/" + first).DELETE().build();
    assertThat(rig.send(delete).statusCode()).isEqualTo(404);
    HttpRequest goOn =
        rig.request(door, "/v1/responses")
            .POST(BodyPublishers.ofString(KeptDoor.goingOnBody(first, "\"x\"")))
            .build();
    assertThat(rig.send(goOn).statusCode()).isEqualTo(400);
  }

  private Taken leave(HttpRequest request) throws Exception {
    var sending = rig.sending(request);
    Taken taken = rig.worker.take();
    sending.cancel(true);
    DoorRig.await("the client is gone", () -> gauge("strowger.door.in.flight") == 0);
    return taken;
  }

  private HttpRequest keyed(String path, String key, String body) {
    return rig.request(door, path)
        .header("Idempotency-Key", key)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private String first() {
    return "req_%032x".formatted(++ids);
  }

  private void keep(String id, String tenant, String answer, boolean events) throws Exception {
    Body packed = Body.pack(answer.getBytes(UTF_8));
    rig.put(
        Topics.RESPONSES,
        id,
        ResponseRecord.newBuilder()
            .setResponseId(id)
            .setTenant(tenant)
            .setCredentialId("cred_1")
            .setAt(Instant.EPOCH)
            .setRequestEncoding(packed.encoding())
            .setRequest(java.nio.ByteBuffer.allocate(0))
            .setResponseEncoding(packed.encoding())
            .setResponse(packed.bytes())
            .setEvents(events)
            .setProvider("openai")
            .setModel("gpt-of-the-first")
            .setRoute("first-route")
            .setDropped(List.of("seed"))
            .build());
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }
}
