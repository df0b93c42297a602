package dev.strowger.console;

import dev.strowger.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Manifests for tests, sound ones and others. */
final class TestManifests {
  static final String MODELS =
      """
      currency: USD
      models:
        - provider: openai
          model: gpt-4o-mini
          price: {input: 0.15, output: 0.60}
      """;
  static final String PROVIDERS =
      """
      providers:
        - name: openai
          dialect: openai
          base_url: http://127.0.0.1:1/v1
        - name: anthropic
          dialect: anthropic
          base_url: http://127.0.0.1:1
      """;

  private TestManifests() {}

  /** One route that serves {@code model-<name>}. */
  static String routes(String name) {
    return """
        ai_routes:
          - name: route-%s
            match:
              model: "model-%s"
            targets:
              - provider: anthropic
                model: claude-haiku-4-5
                weight: 60
                max_latency_ms: 800
              - provider: openai
                model: gpt-4o-mini
                weight: 40
        """
        .formatted(name, name);
  }

  /** A target at a provider that does not exist. */
  static String unsoundRoutes() {
    return routes("x").replace("provider: anthropic", "provider: nobody");
  }

  static ManifestSet sound(String name) {
    return of(routes(name), MODELS, PROVIDERS);
  }

  static ManifestSet of(String routes, String models, String providers) {
    return new ManifestSet(Policy.Bundle.of(routes, models), providers);
  }

  static void write(Path directory, ManifestSet manifests) throws IOException {
    Files.createDirectories(directory);
    for (Map.Entry<String, String> file : manifests.bundle().files().entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
    Files.writeString(directory.resolve("providers.yaml"), manifests.providers());
  }
}
