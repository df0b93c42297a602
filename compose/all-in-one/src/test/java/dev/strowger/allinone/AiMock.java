package dev.strowger.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * npm {@code @copilotkit/aimock}, a mock of LLM providers that others wrote, as a child process on
 * a free port of loopback. It ends with its standard input, so it never outlives the tests.
 *
 * <p><b>Fixtures</b> are asked in their order; the first that matches answers, whatever the family.
 * Without a match: 503 {@code no_fixture_match}. A match names {@code userMessage} (a part of the
 * last one), {@code model}, {@code hasToolResult}, {@code toolCallId}, {@code systemMessage},
 * {@code inputText} (embeddings), {@code responseFormat}, {@code sequenceIndex}. A response is
 * {@code {content, reasoning}}, {@code {toolCalls: [{id, name, arguments}]}}, {@code {error:
 * {message, type, code}, status, retryAfter}}, {@code {embedding}} or ordered {@code {blocks}}, and
 * may override {@code finishReason} and {@code usage} ({@code prompt_tokens} and {@code
 * completion_tokens} for OpenAI, {@code input_tokens} and {@code output_tokens} for Anthropic,
 * {@code promptTokenCount} and {@code candidatesTokenCount} for Gemini; Bedrock and Cohere take
 * either of the first two). Without it only OpenAI and Azure count tokens, the others say 0; Ollama
 * always says 0. A fixture may also set {@code chunkSize} (characters, 20 unless told), {@code
 * latency} (ms between events) and {@code truncateAfterChunks} (the connection is cut within the
 * stream).
 *
 * <p><b>The journal</b> keeps the last requests with path, headers (keys redacted) and status. Its
 * {@code body} is not what was sent: it is the mock's own translation to OpenAI's chat request,
 * which is a second opinion on ours; bodies over 64 KiB are left out of it.
 *
 * <p><b>Keys.</b> Started with keys, it wants one of them as {@code Authorization: Bearer}, {@code
 * x-api-key}, {@code x-goog-api-key} or {@code api-key}, whichever the family; else 401 with
 * OpenAI's error body, for all families. It can't check a SigV4 signature and answers 401 to one:
 * start it without keys for Bedrock with access keys.
 *
 * <p><b>Chaos</b> is set for one {@code X-Test-Id}; a provider's entry with {@code headers:
 * {x-test-id: <name>}} has chaos and journal of its own. Rates are drawn in the order drop,
 * malformed, rate limit, disconnect.
 *
 * <p><b>What it does not do</b>: {@code /v1/completions}, Anthropic's {@code count_tokens}, Claude
 * on Vertex, refusals, logprobs, {@code n}, stop texts, token limits, schemas of structured output
 * (it says what the fixture says), cached-token counts outside OpenRouter, validation of requests
 * beyond messages and tools, HTTP/2. An error has the status of its fixture and the family's shape
 * for Anthropic and Gemini only, Gemini's {@code status} being the fixture's {@code type};
 * Bedrock's has Anthropic's shape, Cohere's and Ollama's have OpenAI's.
 */
final class AiMock implements AutoCloseable {
  private static final Path JS = Path.of("src/test/js").toAbsolutePath();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String TEST_ID = "x-test-id";

  private final ObjectMapper json = new ObjectMapper();
  private final Process process;
  private final String url;
  private final List<String> keys;

  /** What goes wrong with every request of a test id while it is on. */
  enum Chaos {
    /** 500 instead of an answer. */
    DROP("dropRate"),
    /** 200 with a body that is no JSON, streams too. */
    MALFORMED("malformedRate"),
    /** 429 with {@code Retry-After: 1}. */
    RATE_LIMIT("rateLimitRate"),
    /** The connection is closed before any answer. */
    DISCONNECT("disconnectRate");

    private final String field;

    Chaos(String field) {
      this.field = field;
    }
  }

  private AiMock(Process process, String url, List<String> keys) {
    this.process = process;
    this.url = url;
    this.keys = keys;
  }

  /**
   * @param keys those it takes; none: it takes everything
   */
  static AiMock start(String... keys) throws Exception {
    NodeCases.install();
    List<String> command = new ArrayList<>(List.of("node", "aimock.mjs"));
    command.addAll(List.of(keys));
    Process process =
        new ProcessBuilder(command)
            .directory(JS.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String url = out.readLine();
    if (url == null) {
      throw new IllegalStateException("aimock has ended with " + process.waitFor());
    }
    return new AiMock(process, url, List.of(keys));
  }

  /** Where a family is, e.g. for {@code base_url}. */
  String base(AiMockFamily family) {
    return url + family.base();
  }

  /** Adds what a file of src/test/resources says, e.g. {@code aimock/chat.json}. */
  void load(String resource) throws Exception {
    control("POST", "/fixtures", Files.readString(Path.of("src/test/resources", resource)), "");
  }

  /** Every request of a test id, oldest first: method, path, headers, body, response.status. */
  List<JsonNode> journal(String testId) throws Exception {
    List<JsonNode> entries = new ArrayList<>();
    control("GET", "/journal?testId=" + testId, "", "").forEach(entries::add);
    return entries;
  }

  void clearJournal() throws Exception {
    control("POST", "/reset/journal", "", "");
  }

  /** From now on, to all requests of the test id, instead of what was so before. */
  void chaos(String testId, Chaos chaos) throws Exception {
    control("POST", "/chaos", json.writeValueAsString(Map.of(chaos.field, 1)), testId);
  }

  /** Every request of the test id waits so long first; the whole answer comes late. */
  void delay(String testId, Duration delay) throws Exception {
    String body = json.writeValueAsString(Map.of("latencyMs", delay.toMillis()));
    control("POST", "/chaos", body, testId);
  }

  void calm(String testId) throws Exception {
    control("DELETE", "/chaos", "", testId);
  }

  private JsonNode control(String method, String path, String body, String testId)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/__aimock" + path))
            .timeout(TIMEOUT)
            .header("content-type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!keys.isEmpty()) {
      request.header("authorization", "Bearer " + keys.getFirst());
    }
    if (!testId.isEmpty()) {
      request.header(TEST_ID, testId);
    }
    HttpResponse<String> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
    return json.readTree(response.body());
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
