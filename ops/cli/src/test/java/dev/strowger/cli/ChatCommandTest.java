package dev.strowger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatCommandTest extends CommandGround {
  @Test
  void chatPrintsTheAnswerAndWhoGaveIt() throws Exception {
    Files.createDirectories(root.resolve("data"));
    Files.writeString(root.resolve("data/demo.key"), "sk-strowger-demo\n");
    server.answer(
        "POST /v1/chat/completions",
        200,
        "{\"choices\":[{\"message\":{\"content\":\"Hello\"}}]}",
        Map.of(
            "x-strowger-provider", "anthropic",
            "x-strowger-model", "claude-haiku-4-5",
            "x-strowger-simulated", "true",
            "x-request-id", "req-9"));

    assertThat(run("chat", "Hi")).isZero();

    assertThat(out.toString()).isEqualTo("Hello\n");
    assertThat(err.toString()).contains("anthropic/claude-haiku-4-5 (simulated), request req-9");
    assertThat(server.lastAsked().authorization()).contains("Bearer sk-strowger-demo");
    assertThat(server.lastAsked().body())
        .contains("\"model\":\"gpt-4o-mini\"", "\"content\":\"Hi\"", "\"stream\":false");
  }

  @Test
  void chatPrintsAStreamPieceByPiece() {
    environment.put("STROWGER_API_KEY", "sk");
    server.answer(
        "POST /v1/chat/completions",
        200,
        """
        data: {"choices":[{"delta":{"role":"assistant"}}]}

        data: {"choices":[{"delta":{"content":"Hel"}}]}

        : keep-alive
        data: {"choices":[{"delta":{"content":"lo"}}]}

        data: [DONE]

        """);

    assertThat(run("chat", "--stream", "Hi")).isZero();

    assertThat(out.toString()).isEqualTo("Hello\n");
  }

  @Test
  void aStreamThatBreaksIsNotTakenForAnAnswer() {
    environment.put("STROWGER_API_KEY", "sk");
    server.answer(
        "POST /v1/chat/completions",
        200,
        "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n");

    assertThat(run("chat", "--stream", "Hi")).isEqualTo(1);

    assertThat(err.toString()).contains("ended before the answer was complete");
  }

  @Test
  void chatPassesTheGatewaysRefusalOn() {
    environment.put("STROWGER_API_KEY", "sk");
    server.answer("POST /v1/chat/completions", 404, "{\"error\":{\"message\":\"no such model\"}}");

    assertThat(run("chat", "--model", "nope", "Hi")).isEqualTo(1);

    assertThat(err.toString()).contains("no such model (status 404)");
  }
}
