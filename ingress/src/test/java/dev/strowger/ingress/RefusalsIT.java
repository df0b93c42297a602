package dev.strowger.ingress;

import static dev.strowger.ingress.Said.assertError;
import static dev.strowger.ingress.Said.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door does not take, and in whose words it says so. */
class RefusalsIT extends OpenDoor {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHAT = "/v1/chat/completions";

  @ParameterizedTest
  @CsvSource({
    "Bearer sk-unknown, application/json, GOOD, 401, invalid_api_key",
    "Basic eHg6eXk=, application/json, GOOD, 401, invalid_api_key",
    "Bearer sk-test-key, text/plain, GOOD, 415, unsupported_media_type",
    "Bearer sk-test-key, application/json, '{\"model\":', 400, invalid_json",
    "Bearer sk-test-key, application/json; charset=utf-8, '', 400, invalid_json",
    "Bearer sk-test-key, application/json, '{\"messages\":[]}', 400, empty_array",
  })
  void refusesWithOpenAisError(
      String authorization, String contentType, String body, int status, String code)
      throws Exception {
    HttpResponse<String> response =
        rig.send(
            HttpRequest.newBuilder(door.url(CHAT))
                .header("authorization", authorization)
                .header("content-type", contentType)
                .POST(BodyPublishers.ofString(body.equals("GOOD") ? DoorRig.GOOD : body))
                .build());

    assertError(response, status, "invalid_request_error", code);
  }

  @Test
  void refusesABodyThatSaysItIsTooLarge() throws Exception {
    HttpResponse<String> response =
        rig.send(
            rig.request(door, CHAT).POST(BodyPublishers.ofByteArray(new byte[40 << 20])).build());

    assertError(response, 413, "invalid_request_error", "request_too_large");
  }

  @Test
  void refusesABodyThatGrowsTooLarge() throws Exception {
    HttpResponse<String> response =
        rig.send(
            rig.request(door, CHAT)
                .POST(
                    BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(new byte[40 << 20])))
                .build());

    assertError(response, 413, "invalid_request_error", "request_too_large");
  }

  @Test
  void refusesATimeoutThatIsNoNumber() throws Exception {
    HttpResponse<String> response =
        rig.send(
            rig.request(door, CHAT)
                .header("x-strowger-timeout-ms", "soon")
                .POST(BodyPublishers.ofString(DoorRig.GOOD))
                .build());

    assertError(response, 400, "invalid_request_error", "invalid_value");
  }

  @Test
  void namesThePathsAndMethodsThatExist() throws Exception {
    HttpResponse<String> unknown = get("/v1/chat/completion");
    HttpResponse<String> method = get(CHAT);
    HttpResponse<String> options =
        rig.send(rig.request(door, CHAT).method("OPTIONS", BodyPublishers.noBody()).build());
    HttpResponse<String> head = rig.send(rig.request(door, "/v1/models").HEAD().build());

    assertError(unknown, 404, "invalid_request_error", "unknown_url");
    assertThat(unknown.body()).contains("POST /v1/chat/completions");
    assertError(method, 405, "invalid_request_error", "method_not_allowed");
    assertThat(header(method, "allow")).isEqualTo("POST, OPTIONS");
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(header(options, "allow")).isEqualTo("POST, OPTIONS");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/messages, application/json, '{}', 400, invalid_request_error",
    "POST, /v1/messages, text/plain, '{}', 415, invalid_request_error",
    "GET, /v1/messages, application/json, '', 405, invalid_request_error",
    "PUT, /v1/messages/count_tokens, application/json, '', 405, invalid_request_error",
    "POST, /v1/messages/batches, application/json, '{}', 404, not_found_error"
  })
  void refusesAnthropicsClientsInAnthropicsWords(
      String method, String path, String contentType, String body, int status, String type)
      throws Exception {
    HttpResponse<String> response =
        rig.send(
            HttpRequest.newBuilder(door.url(path))
                .header("x-api-key", DoorRig.KEY)
                .header("content-type", contentType)
                .method(method, BodyPublishers.ofString(body))
                .build());

    assertAnthropicError(response.body(), type);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(header(response, "request-id")).isEqualTo(header(response, "x-request-id"));
  }

  @Test
  void refusesALargeBodyOfAnthropicsClientsInAnthropicsWords() throws Exception {
    HttpResponse<String> response =
        rig.send(
            rig.request(door, "/v1/messages")
                .POST(BodyPublishers.ofByteArray(new byte[40 << 20]))
                .build());

    assertThat(response.statusCode()).isEqualTo(413);
    assertAnthropicError(response.body(), "request_too_large");
  }

  @Test
  void refusesHeadersBeyondTheLimitInAnthropicsWords() throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write(RawClient.head("/v1/messages", "x-long: " + "a".repeat(20_000) + "\r\n"));
      String answer = client.readAll();

      assertThat(answer).startsWith("HTTP/1.1 431 ").contains("request-id: req_");
      assertAnthropicError(
          answer.substring(answer.indexOf("\r\n\r\n") + 4), "invalid_request_error");
    }
  }

  /** With both, the one of HTTP's own header counts, as at Anthropic's API. */
  @Test
  void ofTwoKeysTheBearersCounts() throws Exception {
    for (var keys : Map.of("sk-wrong", 401, DoorRig.KEY, 200).entrySet()) {
      HttpResponse<String> response =
          rig.send(
              HttpRequest.newBuilder(door.url("/v1/models"))
                  .header("authorization", "Bearer " + keys.getKey())
                  .header("x-api-key", keys.getValue() == 200 ? "sk-wrong" : DoorRig.KEY)
                  .build());

      assertThat(response.statusCode()).isEqualTo(keys.getValue());
    }
  }

  /** Half a character of two, cut by the echo or sent like that, is no reason not to answer. */
  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "\\udc00x", "CUT"})
  void halfACharacterIsEchoed(String role) throws Exception {
    String sent = role.equals("CUT") ? "x".repeat(63) + "\uD83D\uDE00" : role;

    HttpResponse<String> response =
        rig.send(rig.chat(door, DoorRig.GOOD.replace("\"user\"", "\"" + sent + "\"")));

    assertError(response, 400, "invalid_request_error", "invalid_value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/models/%zz", "/v1/models/%", "/v1/models/x%00y"})
  void aPathThatCannotBeReadIsTheClientsFault(String path) throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write(
          "GET "
              + path
              + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer "
              + DoorRig.KEY
              + "\r\n\r\n");

      assertThat(client.readAll()).containsPattern("^HTTP/1.1 40[04] ").contains("\"error\"");
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return rig.send(rig.request(door, path).GET().build());
  }

  private static void assertAnthropicError(String body, String type) throws Exception {
    JsonNode error = JSON.readTree(body);
    assertThat(error.path("type").asText()).as(body).isEqualTo("error");
    assertThat(error.at("/error/type").asText()).isEqualTo(type);
    assertThat(error.path("request_id").asText()).startsWith("req_");
  }
}
