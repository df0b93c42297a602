package dev.strowger.allinone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A provider in the gateway's manifests that the mock plays. Its name is also its test id at the
 * mock, so chaos and journal are its own.
 *
 * @param name e.g. {@code mock-openai}
 * @param family what it speaks
 * @param entry further lines of its entry in providers.yaml, e.g. {@code dialect: openai}
 * @param model a model of it
 */
record MockedProvider(String name, AiMockFamily family, String entry, String model) {
  static final String KEY = "key-of-the-mock";
  static final String KEY_ENV = "AIMOCK_API_KEY";

  /** What answers instead of the others. */
  static final MockedProvider SPARE =
      new MockedProvider("mock-spare", AiMockFamily.OPENAI, "dialect: openai", "spare");

  private static final String ROUTED = "-with-spare";

  /** Ollama's answers always say 0 tokens. */
  boolean countsTokens() {
    return family != AiMockFamily.OLLAMA;
  }

  /** Only OpenAI's clients ask for it, and the mock gives OpenAI's streams no usage unasked. */
  boolean countsStreams() {
    return !entry.contains("mistral");
  }

  /** Ollama's tool results bear the name of the tool only. */
  boolean namesCalls() {
    return family != AiMockFamily.OLLAMA;
  }

  /** The mock's Ollama ends every answer with "stop". */
  boolean saysLimits() {
    return family != AiMockFamily.OLLAMA;
  }

  /** Whether the mock has vectors where this family has them. */
  boolean embeds() {
    return switch (family) {
      case OPENAI, OPENROUTER, AZURE, COHERE -> true;
      case ANTHROPIC, BEDROCK, GEMINI, OLLAMA, VERTEX -> false;
    };
  }

  /** The mock gives these families no thoughts in the places where they have them. */
  boolean thinks() {
    return family != AiMockFamily.COHERE
        && family != AiMockFamily.OLLAMA
        && !entry.contains("mistral");
  }

  /** Signatures cannot be checked by the mock. */
  boolean signs() {
    return entry.contains("auth: aws");
  }

  /**
   * A chat request of this provider alone.
   *
   * @param more members before the messages, each with a comma after it
   * @param messages those after the prompt, with commas between
   */
  String ask(String prompt, String more, String messages) {
    return chat(name + "/" + model, prompt, more, messages);
  }

  /** A chat request of this provider, and of another if this one fails. */
  String askWithSpare(String prompt) {
    return chat(name + ROUTED, prompt, "", "");
  }

  private static String chat(String model, String prompt, String more, String messages) {
    return "{\"model\":\"%s\",%s\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}%s]}"
        .formatted(model, more, prompt, messages.isEmpty() ? "" : "," + messages);
  }

  /** Targets fail here on purpose, which must not tell on the next test. */
  static final String EACH_CALL_ALONE =
      "resilience: {retry: {max_attempts: 1}, breaker: {open_ms: 0}}\n";

  /** Writes manifests in which the mock plays these and the spare, and says where. */
  static Path manifests(
      Path parent, List<MockedProvider> mocked, Function<MockedProvider, AiMock> mocks)
      throws IOException {
    Path folder = Files.createDirectory(parent.resolve("manifests"));
    List<MockedProvider> all = new ArrayList<>(mocked);
    all.add(SPARE);
    write(
        folder, "providers.yaml", "providers:", all.stream().map(p -> p.provider(mocks.apply(p))));
    write(folder, "models.yaml", "currency: USD\nmodels:", all.stream().map(MockedProvider::price));
    write(
        folder,
        "routes.yaml",
        EACH_CALL_ALONE + "ai_routes:",
        mocked.stream().map(MockedProvider::route));
    return folder;
  }

  private static void write(Path folder, String file, String head, Stream<String> entries)
      throws IOException {
    String all = entries.collect(Collectors.joining("", head + "\n", ""));
    Files.writeString(folder.resolve(file), all);
  }

  private String provider(AiMock mock) {
    return """
      - name: %s
        base_url: %s
        headers: {x-test-id: %s}
    """
            .formatted(name, mock.base(family), name)
        + entry.strip().indent(4)
        + (entry.contains("auth:") ? "" : "    api_key_env: %s\n".formatted(KEY_ENV));
  }

  private String price() {
    return """
      - provider: %s
        model: %s
        price: {input: 1, output: 2}
    """
        .formatted(name, model);
  }

  private String route() {
    return """
      - name: %s
        match: {model: "%s"}
        targets:
          - {provider: %s, model: %s, weight: 100}
        fallback: %s/%s
    """
        .formatted(name, name + ROUTED, name, model, SPARE.name, SPARE.model());
  }
}
