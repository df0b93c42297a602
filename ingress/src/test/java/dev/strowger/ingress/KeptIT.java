package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.ingress.FakeWorker.Taken;
import dev.strowger.records.ResponseRecord;
import dev.strowger.topics.Topics;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kept responses at a real door: found, gone on from, deleted, and whose they are. */
class KeptIT extends KeptDoor {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aKeptResponseIsFoundGoneOnFromAndDeleted() throws Exception {
    String id = id();
    rig.put(Topics.RESPONSES, id, kept(id, "team-a"));

    HttpResponse<String> found = rig.send(rig.request(door, "/v1/responses/" + id).GET().build());
    assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
    assertThat(JSON.readTree(found.body()).path("id").asText()).isEqualTo(id);
    JsonNode items =
        JSON.readTree(
            rig.send(rig.request(door, "/v1/responses/" + id + "/input_items").GET().build())
                .body());
    assertThat(items.at("/data/0/content/0/text").asText()).isEqualTo("one");

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
                    + "{\"type\":\"message\",\"role\":\"assistant\",\"content\":\"two\"},"
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
  void anotherTenantsResponseIsAnsweredAsOneThatNeverWas() throws Exception {
    String others = id();
    keep(others, "team-b");
    assertThat(get(DoorRig.OTHER_KEY, others).statusCode()).isEqualTo(200);

    for (String path : List.of("", "/input_items")) {
      long began = System.nanoTime();
      HttpResponse<String> foreign = get(DoorRig.KEY, others + path);
      Duration foreignTook = Duration.ofNanos(System.nanoTime() - began);
      HttpResponse<String> absent = get(DoorRig.KEY, id() + path);

      assertThat(foreign.statusCode()).isEqualTo(404);
      assertThat(foreign.body()).isEqualTo(absent.body());
      assertThat(foreign.headers().map().keySet()).isEqualTo(absent.headers().map().keySet());
      assertThat(foreignTook).isGreaterThanOrEqualTo(KeptDesk.FRESH);
    }
    HttpRequest delete = rig.request(door, "/v1/responses/" + others).DELETE().build();
    assertThat(rig.send(delete).statusCode()).isEqualTo(404);
    assertThat(rig.send(goingOn(others, "x")).statusCode()).isEqualTo(400);
    assertThat(get(DoorRig.OTHER_KEY, others).statusCode()).as("not deleted").isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-id",
        "%00",
        "resp_%2e%2e%2fx",
        "resp_00000000000000000000000000000000%00",
        "resp_0000000000000000000000000000000G",
        "..%2f..%2fmetrics",
        "%2F"
      })
  void whatIsNoIdIsNotFoundAtOnce(String id) throws Exception {
    HttpResponse<String> response = get(DoorRig.KEY, id);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(404);
    assertThat(JSON.readTree(response.body()).at("/error/type").asText())
        .isEqualTo("invalid_request_error");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, '', 405, 'DELETE, GET, HEAD, OPTIONS'",
    "OPTIONS, '', 204, 'DELETE, GET, HEAD, OPTIONS'",
    "DELETE, /input_items, 405, 'GET, HEAD, OPTIONS'",
    "GET, /more/input_items, 404, ''"
  })
  void takesTheMethodsThatExist(String method, String path, int status, String allow)
      throws Exception {
    HttpResponse<String> response =
        rig.send(
            rig.request(door, "/v1/responses/" + id() + path)
                .method(method, BodyPublishers.noBody())
                .build());

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("allow").orElse("")).isEqualTo(allow);
  }

  @Test
  void aHeadHasNoBody() throws Exception {
    String id = id();
    keep(id, "team-a");
    HttpResponse<String> head = rig.send(rig.request(door, "/v1/responses/" + id).HEAD().build());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("content-length"))
        .hasValue(Integer.toString(get(DoorRig.KEY, id).body().length()));
  }

  @Test
  void numbersAreGoneOnWithAsTheyAre() throws Exception {
    String id = id();
    keep(id, "team-a");
    var sending =
        rig.sending(
            rig.request(door, "/v1/responses")
                .POST(
                    BodyPublishers.ofString(
                        goingOnBody(id, "\"x\",\"n\":[1.10,0.12345678901234567890,1e400]")))
                .build());
    Taken taken = rig.worker.take();
    rig.worker.answer(taken, "{}");

    assertThat(sending.get().statusCode()).isEqualTo(200);
    assertThat(UTF_8.decode(taken.request().getBody().duplicate()).toString())
        .contains("[1.10,0.12345678901234567890,1E+400]");
  }

  @Test
  void anInputThatIsNoObjectIsListedAsItIs() throws Exception {
    String id = id();
    rig.put(Topics.RESPONSES, id, kept(id, "team-a", "{\"input\":[\"a\",7]}", "{}"));

    HttpResponse<String> items = get(DoorRig.KEY, id + "/input_items");

    assertThat(items.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(items.body()).at("/data").toString()).isEqualTo("[7,\"a\"]");
  }

  @Test
  void itemsStandInPlaceOfReferencesToThem() throws Exception {
    String id = id();
    String item = id.replace("resp_", "msg_") + "_0";
    rig.put(Topics.RESPONSES, id, keptWithItem(id, item, "team-a"));

    var sending =
        rig.sending(
            post("/v1/responses", asking("{\"type\":\"item_reference\",\"id\":\"" + item + "\"}")));
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
    String id = id();
    String item = id.replace("resp_", "msg_") + "_0";
    rig.put(Topics.RESPONSES, id, keptWithItem(id, item, "team-b"));

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

  private static ResponseRecord keptWithItem(String id, String item, String tenant) {
    return kept(
        id,
        tenant,
        "{\"model\":\"m\",\"input\":\"one\"}",
        """
        {"id":"%s","output":[{"type":"message","id":"%s","role":"assistant","content":"two"}]}"""
            .formatted(id, item));
  }
}
