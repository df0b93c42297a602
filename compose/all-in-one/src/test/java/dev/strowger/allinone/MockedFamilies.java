package dev.strowger.allinone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A gateway before families of providers that are all played by {@link AiMock}. */
final class MockedFamilies {
  private static final String CLAUDE = "eu.anthropic.claude-haiku-4-5-20251001-v1:0";

  /** A family is a row here. */
  static final List<MockedProvider> ALL =
      List.of(
          new MockedProvider("mock-openai", AiMockFamily.OPENAI, "dialect: openai", "gpt-5-mini"),
          new MockedProvider(
              "mock-anthropic", AiMockFamily.ANTHROPIC, "dialect: anthropic", "claude-haiku-4-5"),
          new MockedProvider(
              "mock-openrouter",
              AiMockFamily.OPENROUTER,
              "dialect: openai\nquirks: [cache-marks, thoughts-back, top-k]",
              "openai/gpt-4o-mini"),
          new MockedProvider(
              "mock-azure", AiMockFamily.AZURE, "dialect: azure-openai", "gpt-5-mini"),
          new MockedProvider(
              "mock-bedrock", AiMockFamily.BEDROCK, "dialect: bedrock-converse", CLAUDE),
          new MockedProvider(
              "mock-bedrock-signed",
              AiMockFamily.BEDROCK,
              "dialect: bedrock-converse\nauth: aws\nregion: eu-central-1",
              CLAUDE),
          new MockedProvider(
              "mock-gemini", AiMockFamily.GEMINI, "dialect: gemini", "gemini-2.5-flash"),
          new MockedProvider(
              "mock-vertex",
              AiMockFamily.VERTEX,
              "dialect: vertex\nauth: google",
              "gemini-2.5-flash"),
          new MockedProvider(
              "mock-cohere", AiMockFamily.COHERE, "dialect: cohere-v2", "command-a-03-2025"),
          new MockedProvider(
              "mock-mistral", AiMockFamily.OPENAI, "dialect: mistral", "mistral-small-latest"),
          new MockedProvider("mock-ollama", AiMockFamily.OLLAMA, "dialect: ollama", "llama3.1"));

  private static @Nullable MockedFamilies shared;

  private final AiMock keyed;
  private final AiMock open;
  private final RunningGateway gateway;

  private MockedFamilies(AiMock keyed, AiMock open, GoogleTokens tokens) throws Exception {
    this.keyed = keyed;
    this.open = open;
    Path data = Files.createTempDirectory("strowger-mocked");
    Map<String, String> settings =
        Map.of(
            "STROWGER_MANIFESTS",
            MockedProvider.manifests(data, ALL, this::mockOf).toString(),
            "STROWGER_SIMULATE",
            "never",
            MockedProvider.KEY_ENV,
            MockedProvider.KEY,
            "AWS_ACCESS_KEY_ID",
            "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY",
            "secret-of-the-mock",
            "GOOGLE_APPLICATION_CREDENTIALS",
            tokens.credentials(data).toString());
    this.gateway = RunningGateway.start(data.resolve("data"), settings);
  }

  /** One for all tests; stopped with the JVM of the tests. */
  static synchronized MockedFamilies shared() throws Exception {
    MockedFamilies running = shared;
    if (running == null) {
      AiMock keyed = AiMock.start(MockedProvider.KEY);
      AiMock open = AiMock.start();
      keyed.load("aimock/chat.json");
      open.load("aimock/chat.json");
      running = new MockedFamilies(keyed, open, new GoogleTokens(MockedProvider.KEY));
      Runtime.getRuntime().addShutdownHook(new Thread(running.gateway::close));
      shared = running;
    }
    return running;
  }

  RunningGateway gateway() {
    return gateway;
  }

  /** Who plays this one. */
  AiMock mockOf(MockedProvider provider) {
    return provider.signs() ? open : keyed;
  }
}
