package dev.strowger.chaos;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The simulated providers, in a process that nobody kills: what they say was called is the measure
 * of all. No key of a real provider reaches any part.
 */
record Providers(int openAi, int anthropic, int ollama, int control) {
  /** Asked for by the load. */
  static final String MODEL = "chaos";

  private static final String ROUTES =
      """
      ai_routes:
        - name: chaos
          match:
            model: "chaos"
          targets:
            - provider: anthropic
              model: claude-haiku-4-5
              weight: 50
            - provider: openai
              model: gpt-4o-mini
              weight: 50
          fallback: openai/gpt-4o
      """;

  static Providers on(Ports ports) throws IOException {
    return new Providers(ports.next(), ports.next(), ports.next(), ports.next());
  }

  URI controlRoot() {
    return URI.create("http://127.0.0.1:" + control);
  }

  /** The route of the load, with the prices and the providers of the distribution. */
  static void manifests(Path home, Path directory) throws IOException {
    Files.createDirectories(directory);
    Path config = home.resolve("compose/config");
    for (String name : List.of("models.yaml", "providers.yaml")) {
      Files.copy(config.resolve(name), directory.resolve(name));
    }
    Files.writeString(directory.resolve("routes.yaml"), ROUTES);
  }

  Part part(Java java) {
    return java.part(
        Kind.SIMULATOR,
        "simulator",
        List.of(
            "-Xmx256m",
            "dev.strowger.simulator.Main",
            "--providers=openai:%d,anthropic:%d,ollama=openai:%d"
                .formatted(openAi, anthropic, ollama),
            "--control-port=" + control,
            "--ttft=100ms",
            "--tokens-per-second=40"),
        Map.of(),
        controlRoot().resolve("/_control"));
  }

  Map<String, String> environment() {
    return Map.of(
        "OPENAI_BASE_URL", "http://127.0.0.1:" + openAi + "/v1",
        "OPENAI_API_KEY", "chaos",
        "ANTHROPIC_BASE_URL", "http://127.0.0.1:" + anthropic,
        "ANTHROPIC_API_KEY", "chaos",
        "OLLAMA_BASE_URL", "http://127.0.0.1:" + ollama + "/v1");
  }
}
