package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind breaks as it is told; what its errors look like is in the tests of its format. */
class FaultsOfEachKindTest {
  private static final String MESSAGES =
      "\"messages\":[{\"role\":\"user\",\"content\":\"Write 50 words\"}]";
  private static final String CHAT = "{\"model\":\"m\",\"stream\":true," + MESSAGES + "}";

  /** A call of a kind that is answered with a stream of 50 tokens. */
  private record Call(String path, String body) {
    static Call of(ProviderKind kind) {
      return switch (kind) {
        case OPENAI, MISTRAL -> new Call("/v1/chat/completions", CHAT);
        case AZURE_OPENAI -> new Call("/openai/deployments/d/chat/completions?api-version=1", CHAT);
        case ANTHROPIC ->
            new Call("/v1/messages", CHAT.replace("{\"model\"", "{\"max_tokens\":99,\"model\""));
        case BEDROCK_CONVERSE ->
            new Call(
                "/model/m/converse-stream",
                "{"
                    + MESSAGES.replace("\"Write 50 words\"", "[{\"text\":\"Write 50 words\"}]")
                    + "}");
        case GEMINI -> gemini("/v1beta/models/m");
        case VERTEX -> gemini("/v1/projects/p/locations/l/publishers/google/models/m");
        case COHERE_V2 -> new Call("/v2/chat", CHAT);
        case OLLAMA -> new Call("/api/chat", CHAT);
      };
    }

    private static Call gemini(String model) {
      return new Call(
          model + ":streamGenerateContent?alt=sse",
          "{\"contents\":[{\"parts\":[{\"text\":\"Write 50 words\"}]}]}");
    }
  }

  @ParameterizedTest
  @EnumSource
  void breaksAsItIsTold(ProviderKind kind) throws Exception {
    Call call = Call.of(kind);
    try (Stage stage = new Stage(kind.label())) {
      stage.behave("{}");
      int whole = stage.bytes(call.path(), call.body()).body().length;
      HttpResponse<String> garbage = stage.under("{\"garbage_rate\":1}", call.path(), call.body());
      HttpResponse<String> refused =
          stage.under("{\"error_rate\":1,\"error_status\":503}", call.path(), call.body());
      HttpResponse<String> broken =
          stage.under(
              "{\"stream_error_rate\":1,\"stream_error_after_tokens\":9}",
              call.path(),
              call.body());

      assertThat(garbage.statusCode()).isEqualTo(200);
      assertThat(garbage.body()).contains("<html>");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("Simulated error 503");
      assertThat(broken.statusCode()).isEqualTo(200);
      assertThat(broken.body()).contains("Simulated error 500");
      assertThat(broken.body().length()).isLessThan(whole / 2);
      assertThatThrownBy(() -> stage.under("{\"cut_rate\":1}", call.path(), call.body()))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> stage.under("{\"reset_rate\":1}", call.path(), call.body()))
          .isInstanceOf(IOException.class);
      assertThat(stage.stat("answered")).isEqualTo(1);
      assertThat(stage.stat("garbage")).isEqualTo(1);
      assertThat(stage.stat("errors")).isEqualTo(2);
      assertThat(stage.stat("cuts")).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysInItsOwnFormThatThereIsNothingElsewhere(ProviderKind kind) throws Exception {
    try (Stage stage = new Stage(kind.label())) {
      HttpResponse<String> nowhere = stage.post("/nowhere", "{}");

      assertThat(nowhere.statusCode()).isEqualTo(404);
      assertThat(Stage.read(nowhere.body()).toString()).contains("POST /nowhere");
      assertThat(stage.baseUrl()).endsWith(kind.api().basePath());
    }
  }
}
