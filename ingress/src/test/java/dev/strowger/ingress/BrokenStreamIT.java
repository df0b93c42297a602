package dev.strowger.ingress;

import static dev.strowger.ingress.Tokens.CHUNK;
import static dev.strowger.ingress.Tokens.data;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.channel.Frame;
import dev.strowger.records.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that do not come to their end. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokenStreamIT extends OpenDoor {

  @Test
  void aStreamThatFailsEndsWithAnErrorEvent() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    HttpClientRequest channel = rig.worker.stream(rig.worker.take());
    String failure =
        "{\"status\":503,\"type\":\"server_error\",\"code\":\"overloaded\",\"message\":\"gone\"}";
    channel.end(data(1).appendBytes(new Frame.Failed(failure.getBytes(UTF_8)).encode()));

    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .isEqualTo(
            CHUNK.formatted(1)
                + "data: {\"error\":{\"message\":\"gone\",\"type\":\"server_error\","
                + "\"param\":null,\"code\":\"overloaded\"}}\n\n");
  }

  @Test
  void aChannelThatBreaksEndsTheStreamWithAnErrorEvent() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    HttpClientRequest channel = rig.worker.stream(rig.worker.take());
    FakeWorker.get(channel.write(data(1)));
    FakeWorker.get(channel.response());
    FakeWorker.get(channel.reset(8));

    assertInterrupted(sending);
  }

  @Test
  void aChannelThatEndsWithoutAnEndFrameBroke() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    rig.worker.stream(rig.worker.take()).end(data(1));

    assertInterrupted(sending);
  }

  @Test
  void bytesThatAreNoFramesEndTheStreamWithAnErrorEvent() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    rig.worker.stream(rig.worker.take()).write(Buffer.buffer("?????????"));

    assertInterrupted(sending);
  }

  @Test
  void aStreamAtItsDeadlineEndsWithAnErrorEvent() throws Exception {
    var sending =
        rig.sending(
            rig.request(door, "/v1/chat/completions")
                .header("x-strowger-timeout-ms", "1500")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(DoorRig.GOOD_STREAM))
                .build());
    HttpClientRequest channel = rig.worker.stream(rig.worker.take());
    channel.write(data(1));

    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .startsWith(CHUNK.formatted(1))
        .contains("deadline_exceeded")
        .doesNotContain("[DONE]");
    assertThatThrownBy(() -> FakeWorker.get(FakeWorker.get(channel.response()).end()))
        .hasMessageContaining("reset");
  }

  @Test
  void answersWithAStatusWhenItFailsBeforeTheFirstToken() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    rig.worker.fail(
        rig.worker.take(),
        Failure.newBuilder()
            .setStatus(404)
            .setType("invalid_request_error")
            .setCode("model_not_found")
            .setParam("model")
            .setMessage("no such model")
            .build());
    HttpResponse<String> response = sending.get(20, TimeUnit.SECONDS);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body())
        .isEqualTo(
            "{\"error\":{\"message\":\"no such model\",\"type\":\"invalid_request_error\","
                + "\"param\":\"model\",\"code\":\"model_not_found\"}}");
  }

  @Test
  void anAnswerThroughTheLogIsNoStream() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD_STREAM));
    rig.worker.answer(rig.worker.take(), "{}");

    assertThat(sending.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
  }

  /** OpenAI's SDKs make an exception of the object error; others read the fields beside it. */
  @Test
  void aBrokenStreamOfTheResponsesApiEndsWithANumberedErrorAndIsNeverCompleted() throws Exception {
    var sending =
        rig.sending(
            rig.request(door, "/v1/responses")
                .POST(BodyPublishers.ofString("{\"model\":\"m\",\"input\":\"x\",\"stream\":true}"))
                .build());
    HttpClientRequest channel = rig.worker.stream(rig.worker.take());
    channel.write(data("event: response.created\ndata: {\"sequence_number\":0}\n\n"));
    channel.end(data("event: a\ndata: {}\n\n").appendBuffer(data("event: b\ndata: {}\n\n")));

    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .contains("event: error\ndata: {\"type\":\"error\",\"code\":\"stream_interrupted\"")
        .contains("\"sequence_number\":3,\"error\":{\"message\":")
        .doesNotContain("response.completed", "[DONE]");
  }

  @Test
  void aBrokenStreamOfTheMessagesApiEndsWithAnthropicsError() throws Exception {
    var sending =
        rig.sending(
            rig.request(door, "/v1/messages")
                .POST(
                    BodyPublishers.ofString(
                        "{\"model\":\"m\",\"max_tokens\":1,\"stream\":true,"
                            + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"))
                .build());
    rig.worker.stream(rig.worker.take()).end(data(1));

    assertThat(sending.get(20, TimeUnit.SECONDS).body())
        .contains("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"")
        .doesNotContain("message_stop", "[DONE]");
  }

  private static void assertInterrupted(CompletableFuture<HttpResponse<String>> sending)
      throws Exception {
    HttpResponse<String> response = sending.get(20, TimeUnit.SECONDS);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains("\"type\":\"server_error\"", "\"code\":\"stream_interrupted\"")
        .doesNotContain("[DONE]");
  }
}
