package dev.strowger.ingress;

import static dev.strowger.ingress.Said.assertError;
import static dev.strowger.ingress.Said.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.ingress.FakeWorker.Taken;
import dev.strowger.records.BodyEncoding;
import dev.strowger.records.Failure;
import dev.strowger.records.RequestRecord;
import dev.strowger.topics.Body;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a request becomes in the log, and an answer in the response. */
class IngressIT extends OpenDoor {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHAT = "/v1/chat/completions";

  @Test
  void answersThroughTheLog() throws Exception {
    var sending =
        rig.sending(
            rig.request(door, CHAT)
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .header("x-request-id", "mine")
                .POST(BodyPublishers.ofString(DoorRig.GOOD))
                .build());
    Taken taken = rig.worker.take();
    rig.worker.answer(taken, "{\"object\":\"chat.completion\"}");
    HttpResponse<String> response = sending.get();

    RequestRecord request = taken.request();
    assertThat(taken.record().key()).isEqualTo("team-a");
    assertThat(taken.header("traceparent")).startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-");
    assertThat(request.getModel()).isEqualTo("gpt-4o-mini");
    assertThat(request.getCredentialId()).isEqualTo("cred_1");
    assertThat(request.getOperation()).isEqualTo("chat");
    assertThat(request.getFacts().getPromptChars()).isEqualTo(5);
    assertThat(request.getBodyEncoding()).isEqualTo(BodyEncoding.IDENTITY);
    assertThat(UTF_8.decode(request.getBody().duplicate()).toString()).isEqualTo(DoorRig.GOOD);
    assertThat(request.getReceivedAtUs() / 1000).isEqualTo(request.getReceivedAt().toEpochMilli());
    assertThat(request.getDeadline()).isEqualTo(request.getReceivedAt().plusSeconds(600));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"object\":\"chat.completion\"}");
    assertThat(header(response, "content-type")).isEqualTo("application/json");
    assertThat(header(response, "x-request-id"))
        .isEqualTo(request.getRequestId())
        .isNotEqualTo("mine");
    assertThat(header(response, "x-strowger-route")).isEqualTo("chat-mid-tier");
    assertThat(header(response, "x-strowger-provider")).isEqualTo("openai");
    assertThat(header(response, "x-strowger-model")).isEqualTo("gpt-4o-mini-2024");
    assertThat(header(response, "x-strowger-attempts")).isEqualTo("2");
    assertThat(header(response, "x-strowger-simulated")).isEqualTo("true");
    assertThat(header(response, "openai-processing-ms")).matches("[0-9]+");
  }

  @Test
  void carriesLargeBodiesPacked() throws Exception {
    String text = "lorem ipsum ".repeat(100_000);
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD.replace("hello", text)));
    Taken taken = rig.worker.take();
    rig.worker.answer(taken, "{\"text\":\"" + text + "\"}");

    RequestRecord request = taken.request();
    assertThat(request.getBodyEncoding()).isEqualTo(BodyEncoding.ZSTD);
    assertThat(request.getFacts().getPromptChars()).isEqualTo(text.length());
    assertThat(new Body(request.getBodyEncoding(), request.getBody()).unpack(32 << 20))
        .isEqualTo(DoorRig.GOOD.replace("hello", text).getBytes(UTF_8));
    assertThat(sending.get().body()).isEqualTo("{\"text\":\"" + text + "\"}");
  }

  @Test
  void rendersAFailureAsOpenAisError() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD));
    rig.worker.fail(
        rig.worker.take(),
        Failure.newBuilder()
            .setStatus(429)
            .setType("rate_limit_error")
            .setCode("rate_limit_exceeded")
            .setMessage("slow down")
            .setRetryAfterMs(1500L)
            .build());
    HttpResponse<String> response = sending.get();

    assertError(response, 429, "rate_limit_error", "rate_limit_exceeded");
    assertThat(header(response, "retry-after")).isEqualTo("2");
    assertThat(header(response, "retry-after-ms")).isEqualTo("1500");
    assertThat(header(response, "x-strowger-provider")).isEqualTo("openai");
  }

  @Test
  void takesABodyAfter100Continue() throws Exception {
    var sending =
        rig.sending(
            rig.request(door, CHAT)
                .expectContinue(true)
                .POST(BodyPublishers.ofString(DoorRig.GOOD))
                .build());
    rig.worker.answer(rig.worker.take(), "{}");

    assertThat(sending.get().statusCode()).isEqualTo(200);
  }

  @Test
  void endsARequestAtItsDeadlineAndDropsTheLateReply() throws Exception {
    double late = counter("strowger.door.late.replies");
    var sending =
        rig.sending(
            rig.request(door, CHAT)
                .header("x-strowger-timeout-ms", "300")
                .POST(BodyPublishers.ofString(DoorRig.GOOD))
                .build());
    Taken taken = rig.worker.take();

    assertError(sending.get(), 504, "server_error", "deadline_exceeded");
    assertThat(rig.worker.cancellation(taken.request().getRequestId()).getReason())
        .isEqualTo("deadline exceeded");
    assertThat(taken.request().getDeadline())
        .isEqualTo(taken.request().getReceivedAt().plusMillis(300));

    rig.worker.answer(taken, "{}");
    DoorRig.await(
        "the late reply is counted", () -> counter("strowger.door.late.replies") == late + 1);
  }

  @Test
  void cancelsWhenTheClientLeaves() throws Exception {
    CompletableFuture<HttpResponse<String>> sending = rig.sending(rig.chat(door, DoorRig.GOOD));
    Taken taken = rig.worker.take();

    sending.cancel(true);

    assertThat(rig.worker.cancellation(taken.request().getRequestId()).getReason())
        .isEqualTo("client gone");
  }

  @Test
  void listsTheModelsOfThePolicy() throws Exception {
    JsonNode list = JSON.readTree(get("/v1/models").body());

    assertThat(list.path("object").asText()).isEqualTo("list");
    assertThat(list.path("data").findValuesAsText("id"))
        .containsExactly("gpt-4o-mini", "ollama/llama-3.1");
    assertThat(JSON.readTree(get("/v1/models/ollama/llama-3.1").body()).path("owned_by").asText())
        .isEqualTo("ollama");
    assertThat(get("/v1/models/ollama%2Fllama-3.1").statusCode()).isEqualTo(200);
    assertError(get("/v1/models/gpt-9"), 404, "invalid_request_error", "model_not_found");
    assertThat(rig.send(HttpRequest.newBuilder(door.url("/v1/models")).build()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void showsItsHealthAndMetrics() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").body()).isEqualTo("{\"status\":\"ready\"}");

    door.probes().health().check("clouds", () -> java.util.Optional.of("it rains"));
    HttpResponse<String> notReady = get("/health/ready");
    door.probes().health().remove("clouds");

    assertThat(notReady.statusCode()).isEqualTo(503);
    assertThat(notReady.body())
        .isEqualTo("{\"status\":\"not ready\",\"problems\":{\"clouds\":\"it rains\"}}");
    answersOne();
    assertThat(get("/metrics").body())
        .contains("strowger_door_requests_total{outcome=\"answered\",route=\"chat-mid-tier\"")
        .contains("strowger_door_latency_seconds_bucket");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return rig.send(rig.request(door, path).GET().build());
  }

  private double counter(String name) {
    return door.probes().meters().get(name).counter().count();
  }
}
