package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.ingress.DoorRig.Door;
import dev.strowger.ingress.FakeWorker.Taken;
import dev.strowger.records.Failure;
import dev.strowger.records.RequestRecord;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
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

  private HttpRequest post(String path, String body) {
    return rig.request(door, path).POST(BodyPublishers.ofString(body)).build();
  }
}
