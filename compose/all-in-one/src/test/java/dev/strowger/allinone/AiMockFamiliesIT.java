package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the mock serves, family by family, without a gateway between. */
class AiMockFamiliesIT {
  private static final String KEY = "key-of-the-mock";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String MESSAGES =
      "{\"model\":\"m\",\"stream\":STREAM,\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"PROMPT\"}]}";
  private static final String PARTS =
      "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"PROMPT\"}]}]}";
  private static final String BLOCKS =
      "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"PROMPT\"}]}]}";
  private static final String VERTEX = "/publishers/google/models/m";

  private static AiMock mock;

  @BeforeAll
  static void start() throws Exception {
    mock = AiMock.start(KEY);
    mock.load("aimock/chat.json");
  }

  @AfterAll
  static void stop() throws Exception {
    mock.close();
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, /chat/completions, /choices/0/message/content, /usage/completion_tokens",
    "OPENROUTER, /chat/completions, /choices/0/message/content, /usage/completion_tokens",
    "ANTHROPIC, /v1/messages, /content/0/text, /usage/output_tokens",
    "GEMINI, /models/m:generateContent, /candidates/0/content/parts/0/text,"
        + " /usageMetadata/candidatesTokenCount",
    "VERTEX, "
        + VERTEX
        + ":generateContent, /candidates/0/content/parts/0/text,"
        + " /usageMetadata/candidatesTokenCount",
    "BEDROCK, /model/m/converse, /output/message/content/0/text, /usage/outputTokens",
    "AZURE, /openai/deployments/m/chat/completions, /choices/0/message/content,"
        + " /usage/completion_tokens",
    "OLLAMA, /api/chat, /message/content, ''",
    "COHERE, /v2/chat, /message/content/0/text, /usage/tokens/output_tokens",
  })
  void answers(AiMockFamily family, String path, String text, String tokens) throws Exception {
    mock.clearJournal();

    HttpResponse<String> answer = send(family, path, "hello", false, KEY);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode body = new ObjectMapper().readTree(answer.body());
    assertThat(body.at(text).asText()).isEqualTo("Hello from the mock, in a few words.");
    if (!tokens.isEmpty()) {
      assertThat(body.at(tokens).asInt()).isEqualTo(7);
    }
    assertThat(mock.journal(family.name()))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.path("path").asText()).endsWith(path);
              assertThat(entry.at("/body/messages/0/content").asText()).isEqualTo("hello");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, /chat/completions, [DONE]",
    "OPENROUTER, /chat/completions, [DONE]",
    "ANTHROPIC, /v1/messages, message_stop",
    "GEMINI, /models/m:streamGenerateContent?alt=sse, STOP",
    "VERTEX, " + VERTEX + ":streamGenerateContent?alt=sse, STOP",
    "BEDROCK, /model/m/converse-stream, metadata",
    "AZURE, /openai/deployments/m/chat/completions?api-version=2024-10-21, [DONE]",
    "OLLAMA, /api/chat, '\"done\":true'",
    "COHERE, /v2/chat, message-end",
  })
  void streams(AiMockFamily family, String path, String end) throws Exception {
    HttpResponse<String> answer = send(family, path, "hello", true, KEY);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue(family.streamType());
    assertThat(answer.body()).contains("Hello from", "words.", end);
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, /chat/completions, /error/code, rate_limit_exceeded",
    "OPENROUTER, /chat/completions, /error/code, 429",
    "ANTHROPIC, /v1/messages, /error/type, rate_limit_error",
    "GEMINI, /models/m:generateContent, /error/code, 429",
    "VERTEX, " + VERTEX + ":generateContent, /error/code, 429",
    "BEDROCK, /model/m/converse, /error/type, rate_limit_error",
    "AZURE, /openai/deployments/m/chat/completions, /error/code, rate_limit_exceeded",
    "OLLAMA, /api/chat, /error/code, rate_limit_exceeded",
    "COHERE, /v2/chat, /error/code, rate_limit_exceeded",
  })
  void failsWithItsFixture(AiMockFamily family, String path, String where, String what)
      throws Exception {
    HttpResponse<String> answer = send(family, path, "busy", false, KEY);

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
    JsonNode body = new ObjectMapper().readTree(answer.body());
    assertThat(body.at(where).asText()).as(answer.body()).isEqualTo(what);
    assertThat(body.at("/error/message").asText()).isEqualTo("Slow down, please");
    assertThat(send(family, path, "busy", false, "another").statusCode()).isEqualTo(401);
  }

  @Test
  void chaosIsOfOneTestIdOnly() throws Exception {
    mock.chaos("BEDROCK", AiMock.Chaos.RATE_LIMIT);
    try {
      assertThat(send(AiMockFamily.BEDROCK, "/model/m/converse", "hello", false, KEY).statusCode())
          .isEqualTo(429);
      assertThat(send(AiMockFamily.COHERE, "/v2/chat", "hello", false, KEY).statusCode())
          .isEqualTo(200);
    } finally {
      mock.calm("BEDROCK");
    }
    assertThat(send(AiMockFamily.BEDROCK, "/model/m/converse", "hello", false, KEY).statusCode())
        .isEqualTo(200);
  }

  @Test
  void withoutKeysItTakesASignedRequest() throws Exception {
    try (AiMock open = AiMock.start()) {
      open.load("aimock/chat.json");
      HttpRequest signed =
          HttpRequest.newBuilder(URI.create(open.base(AiMockFamily.BEDROCK) + "/model/m/converse"))
              .timeout(Duration.ofSeconds(20))
              .header("authorization", "AWS4-HMAC-SHA256 Credential=a/b, Signature=c")
              .POST(HttpRequest.BodyPublishers.ofString(BLOCKS.replace("PROMPT", "hello")))
              .build();

      assertThat(HTTP.send(signed, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    }
  }

  private static HttpResponse<String> send(
      AiMockFamily family, String path, String prompt, boolean stream, String key)
      throws Exception {
    String body =
        switch (family) {
          case OPENAI, OPENROUTER, ANTHROPIC, AZURE, OLLAMA, COHERE -> MESSAGES;
          case GEMINI, VERTEX -> PARTS;
          case BEDROCK -> BLOCKS;
        };
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(mock.base(family) + path))
            .timeout(Duration.ofSeconds(20))
            .header("content-type", "application/json")
            .header("x-test-id", family.name())
            .header(family.keyHeader(), family.credential(key))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    body.replace("PROMPT", prompt).replace("STREAM", Boolean.toString(stream))))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
  }
}
