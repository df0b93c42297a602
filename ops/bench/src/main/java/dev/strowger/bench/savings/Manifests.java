package dev.strowger.bench.savings;

import dev.strowger.bench.savings.Classifier.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** providers.yaml, models.yaml and routes.yaml of the gateway that is asked. */
record Manifests(Classifier classifier, List<Point> points) {
  Manifests {
    points = List.copyOf(points);
  }

  /** The client's name for what is compared against: the strong model always. */
  static final String TOP = "top";

  static final String WEAK = "mixtral-8x7b";
  static final String STRONG = "gpt-4-1106";

  /** Never set, so that a simulator stands in. */
  private static final String NO_KEY = "STROWGER_SAVINGS_NO_KEY";

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("providers.yaml"), providers());
    Files.writeString(folder.resolve("models.yaml"), models());
    Files.writeString(folder.resolve("routes.yaml"), routes());
  }

  private static String providers() {
    return """
        providers:
          - name: mistral
            dialect: mistral
            base_url: http://127.0.0.1:9/v1
            api_key_env: %1$s
            capabilities: [stream]
          - name: openai
            dialect: openai
            base_url: http://127.0.0.1:9/v1
            api_key_env: %1$s
            capabilities: [stream]
        """
        .formatted(NO_KEY);
  }

  /** The makers' own list prices when the labelled answers were made (early in 2024). */
  private static String models() {
    return """
        currency: USD
        models:
          - {provider: mistral, model: %s, price: {input: 0.70, output: 0.70}}
          - {provider: openai, model: %s, price: {input: 10.00, output: 30.00}}
        """
        .formatted(WEAK, STRONG);
  }

  private String routes() {
    StringBuilder yaml = new StringBuilder();
    yaml.append("classifier: ").append(classifier.label()).append("\nai_routes:\n");
    points.forEach(point -> yaml.append(routes(point)));
    yaml.append("  - name: ").append(TOP).append("\n    match: {model: ").append(TOP);
    yaml.append("}\n    targets: [{provider: openai, model: ").append(STRONG).append("}]\n");
    return yaml.toString();
  }

  private static String routes(Point point) {
    return String.format(
        Locale.ROOT,
        """
          - name: %1$s-easy
            match: {model: %1$s, complexity: {below: %2$.4f}}
            targets: [{provider: mistral, model: %3$s}]
          - name: %1$s-hard
            match: {model: %1$s}
            targets: [{provider: openai, model: %4$s}]
        """,
        point.model(),
        point.theta(),
        WEAK,
        STRONG);
  }
}
