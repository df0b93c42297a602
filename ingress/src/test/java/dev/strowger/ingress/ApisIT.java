package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.ingress.DoorRig.Door;
import dev.strowger.ingress.FakeWorker.Taken;
import dev.strowger.records.Failure;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ResponseRecord;
import dev.strowger.topics.Body;
import dev.strowger.topics.Topics;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The APIs besides chat completions, at a real door. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApisIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MESSAGE =
      "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

  private DoorRig rig;
  private Door door;

  @BeforeAll
  void open() throws Exception {
    rig = new DoorRig();
    door = rig.open(Map.of("STROWGER_UNSUPPORTED", "lenient"));
  }

  @AfterAll
  void close() throws Exception {
    rig.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/completions|{'model':'m','prompt':'x'}|completions|text_completion|false",
        "/v1/embeddings|{'model':'m','input':'x'}|embeddings|embeddings|false",
        "/v1/responses|{'model':'m','input':'x'}|responses|chat|true",
        "/v1/messages|{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'x'}]}"
            + "|messages|chat|false",
        "/v1/messages/count_tokens|{'model':'m','messages':[{'role':'user','content':'x'}]}"
            + "|count_tokens|count_tokens|false"
      })
  void everyApiEndsInARecordThatNamesIt(
      String path, String body, String api, String operation, boolean store) throws Exception {
    var sending = rig.sending(post(path, body.replace('\'', '"')));
    Taken taken = rig.worker.take();
    rig.worker.answer(taken, "{\"answer\":1}");

    RequestRecord request = taken.request();
    assertThat(request.getApi()).isEqualTo(api);
    assertThat(request.getOperation()).isEqualTo(operation);
    assertThat(request.getStore()).isEqualTo(store);
    assertThat(request.getLenient()).isTrue();
    assertThat(sending.get().body()).isEqualTo("{\"answer\":1}");
  }

  @Test
  void aRequestMayBeStrictByItself() throws Exception {
    HttpRequest strict =
        rig.request(door, "/v1/chat/completions")
            .header("x-strowger-unsupported", "strict")
            .POST(BodyPublishers.ofString(DoorRig.GOOD))
            .build();
    var sending = rig.sending(strict);
    Taken taken = rig.worker.take();
    rig.worker.answer(taken, "{}");

    assertThat(taken.request().getLenient()).isFalse();
    assertThat(sending.get().statusCode()).isEqualTo(200);
    HttpRequest neither =
        rig.request(door, "/v1/chat/completions")
            .header("x-strowger-unsupported", "maybe")
            .POST(BodyPublishers.ofString(DoorRig.GOOD))
            .build();
    assertThat(rig.send(neither).statusCode()).isEqualTo(400);
  }

  @Test
  void anthropicsClientsShowTheirKeyAndGetErrorsAsTheyKnowThem() throws Exception {
    HttpRequest wrongKey =
        HttpRequest.newBuilder(door.url("/v1/messages"))
            .header("x-api-key", "sk-wrong")
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(MESSAGE))
            .build();
    HttpResponse<String> refused = rig.send(wrongKey);
    assertThat(refused.statusCode()).isEqualTo(401);
    JsonNode error = JSON.readTree(refused.body());
    assertThat(error.path("type").asText()).isEqualTo("error");
    assertThat(error.path("error").path("type").asText()).isEqualTo("authentication_error");
    assertThat(error.path("request_id").asText())
        .isEqualTo(refused.headers().firstValue("request-id").orElseThrow());

    HttpRequest rightKey =
        HttpRequest.newBuilder(door.url("/v1/messages"))
            .header("x-api-key", DoorRig.KEY)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(MESSAGE))
            .build();
    var sending = rig.sending(rightKey);
    rig.worker.fail(
        rig.worker.take(), new Failure(429, "rate_limit_error", "x", null, "slow down", 1_000L));
    HttpResponse<String> failed = sending.get();
    assertThat(failed.statusCode()).isEqualTo(429);
    assertThat(JSON.readTree(failed.body()).path("error").path("type").asText())
        .isEqualTo("rate_limit_error");
    assertThat(failed.headers().firstValue("retry-after")).hasValue("1");
  }

  @Test
  void aKeptResponseIsFoundGoneOnFromAndDeleted() throws Exception {
    String id = "resp_" + "0".repeat(31) + "1";
    rig.put(Topics.RESPONSES, id, kept(id, "team-a"));

    HttpResponse<String> found = rig.send(rig.request(door, "/v1/responses/" + id).GET().build());
    assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
    assertThat(JSON.readTree(found.body()).path("id").asText()).isEqualTo(id);
    JsonNode items =
        JSON.readTree(
            rig.send(rig.request(door, "/v1/responses/" + id + "/input_items").GET().build())
                .body());
    assertThat(items.at("/data/0/content/0/text").asText()).isEqualTo("one");
    assertThat(
            rig.send(
                    rig.request(door, "/v1/responses/" + id + "/input_items?limit=0").GET().build())
                .statusCode())
        .isEqualTo(400);

    var sending =
        rig.sending(
            post(
                "/v1/responses",
                "{\"model\":\"m\",\"input\":\"three\",\"previous_response_id\":\"" + id + "\"}"));
    Taken taken = rig.worker.take();
    rig.worker.answer(taken, "{}");
    assertThat(sending.get().statusCode()).isEqualTo(200);
    JsonNode whole = JSON.readTree(UTF_8.decode(taken.request().getBody().duplicate()).toString());
    assertThat(whole.path("input"))
        .isEqualTo(
            JSON.readTree(
                "[{\"type\":\"message\",\"role\":\"user\",\"content\":\"one\"},"
                    + "{\"type\":\"message\",\"id\":\""
                    + id.replace("resp_", "msg_")
                    + "_0\",\"role\":\"assistant\",\"content\":\"two\"},"
                    + "{\"type\":\"message\",\"role\":\"user\",\"content\":\"three\"}]"));
    assertThat(taken.request().getFacts().getMessages()).isEqualTo(3);

    HttpRequest delete = rig.request(door, "/v1/responses/" + id).DELETE().build();
    assertThat(JSON.readTree(rig.send(delete).body()).path("deleted").asBoolean()).isTrue();
    assertThat(rig.send(delete).statusCode()).isEqualTo(404);
    HttpResponse<String> gone =
        rig.send(
            post(
                "/v1/responses",
                "{\"model\":\"m\",\"input\":\"x\",\"previous_response_id\":\"" + id + "\"}"));
    assertThat(gone.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(gone.body()).at("/error/param").asText())
        .isEqualTo("previous_response_id");
  }

  @Test
  void anotherTenantsResponseIsNotFound() throws Exception {
    String id = "resp_" + "0".repeat(31) + "2";
    rig.put(Topics.RESPONSES, id, kept(id, "team-b"));

    assertThat(rig.send(rig.request(door, "/v1/responses/" + id).GET().build()).statusCode())
        .isEqualTo(404);
    assertThat(rig.send(rig.request(door, "/v1/responses/no-id").GET().build()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void itemsStandInPlaceOfReferencesToThem() throws Exception {
    String digits = "0".repeat(31) + "3";
    rig.put(Topics.RESPONSES, "resp_" + digits, kept("resp_" + digits, "team-a"));
    String reference = "{\"type\":\"item_reference\",\"id\":\"msg_" + digits + "_0\"}";

    var sending = rig.sending(post("/v1/responses", asking(reference)));
    Taken taken = rig.worker.take();
    rig.worker.answer(taken, "{}");

    assertThat(sending.get().statusCode()).isEqualTo(200);
    JsonNode whole = JSON.readTree(UTF_8.decode(taken.request().getBody().duplicate()).toString());
    assertThat(whole.at("/input/0/content").asText()).isEqualTo("two");
    assertThat(whole.at("/input/1/content").asText()).isEqualTo("three");
    assertThat(taken.request().getFacts().getPromptChars()).isEqualTo("twothree".length());
  }

  @Test
  void aReferenceToAnotherTenantsItemIsRefusedByItsName() throws Exception {
    String digits = "0".repeat(31) + "4";
    rig.put(Topics.RESPONSES, "resp_" + digits, kept("resp_" + digits, "team-b"));
    String item = "msg_" + digits + "_0";

    HttpResponse<String> refused =
        rig.send(post("/v1/responses", asking("{\"id\":\"" + item + "\"}")));

    assertThat(refused.statusCode()).isEqualTo(400);
    JsonNode error = JSON.readTree(refused.body()).path("error");
    assertThat(error.path("message").asText()).startsWith("Item with id '" + item + "' not found");
    assertThat(error.path("param").asText()).isEqualTo("input");
  }

  private static String asking(String reference) {
    return "{\"model\":\"m\",\"input\":["
        + reference
        + ",{\"role\":\"user\",\"content\":\"three\"}]}";
  }

  private HttpRequest post(String path, String body) {
    return rig.request(door, path).POST(BodyPublishers.ofString(body)).build();
  }

  private static ResponseRecord kept(String id, String tenant) {
    Body request = Body.pack("{\"model\":\"m\",\"input\":\"one\"}".getBytes(UTF_8));
    Body response =
        Body.pack(
            """
            {"id":"%s","output":[{"type":"message","id":"%s","role":"assistant","content":"two"}]}"""
                .formatted(id, id.replace("resp_", "msg_") + "_0")
                .getBytes(UTF_8));
    return ResponseRecord.newBuilder()
        .setResponseId(id)
        .setTenant(tenant)
        .setCredentialId("cred_1")
        .setAt(Instant.EPOCH)
        .setRequestEncoding(request.encoding())
        .setRequest(request.bytes())
        .setResponseEncoding(response.encoding())
        .setResponse(response.bytes())
        .build();
  }
}
