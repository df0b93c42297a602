package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strowger.records.ResponseRecord;
import dev.strowger.topics.Body;
import dev.strowger.topics.Topics;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;

/** An open door before which answers are kept. */
class KeptDoor extends OpenDoor {

  private int ids;

  String id() {
    return "resp_%032x".formatted(++ids);
  }

  void keep(String id, String tenant) throws Exception {
    rig.put(Topics.RESPONSES, id, kept(id, tenant));
  }

  HttpResponse<String> get(String key, String path) throws Exception {
    return rig.send(
        HttpRequest.newBuilder(door.url("/v1/responses/" + path))
            .header("authorization", "Bearer " + key)
            .build());
  }

  HttpRequest goingOn(String id, String input) {
    return post("/v1/responses", goingOnBody(id, "\"" + input + "\""));
  }

  HttpRequest post(String path, String body) {
    return rig.request(door, path).POST(BodyPublishers.ofString(body)).build();
  }

  static ResponseRecord kept(String id, String tenant) {
    return kept(
        id,
        tenant,
        "{\"model\":\"m\",\"input\":\"one\"}",
        "{\"id\":\""
            + id
            + "\",\"output\":[{\"type\":\"message\",\"role\":\"assistant\",\"content\":\"two\"}]}");
  }

  static ResponseRecord kept(String id, String tenant, String asked, String answered) {
    Body request = Body.pack(asked.getBytes(UTF_8));
    Body response = Body.pack(answered.getBytes(UTF_8));
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

  static String goingOnBody(String id, String input) {
    return "{\"model\":\"m\",\"previous_response_id\":\"" + id + "\",\"input\":" + input + "}";
  }
}
