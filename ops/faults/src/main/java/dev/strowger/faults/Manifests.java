package dev.strowger.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * providers.yaml, models.yaml and routes.yaml of a run.
 *
 * @param port of the faulty providers
 * @param deadPort where nothing listens
 * @param resilience whether routes have settings of their own
 */
record Manifests(List<Fault> faults, int port, int deadPort, boolean resilience) {
  Manifests {
    faults = List.copyOf(faults);
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("providers.yaml"), providers());
    Files.writeString(folder.resolve("models.yaml"), models());
    Files.writeString(folder.resolve("routes.yaml"), routes());
  }

  String providers() {
    StringBuilder yaml = new StringBuilder("providers:\n");
    for (Place place : Place.values()) {
      yaml.append("  - name: ").append(place.provider()).append('\n');
      yaml.append("    dialect: ").append(place.dialect()).append('\n');
      yaml.append("    base_url: ").append(baseUrl(place)).append('\n');
      yaml.append("    api_key_env: ").append(place.keyEnv()).append('\n');
      yaml.append("    capabilities: [stream, tools]\n");
    }
    return yaml.toString();
  }

  private String baseUrl(Place place) {
    String name = place.provider();
    return switch (place) {
      case PRIMARY, FALLBACK -> "http://127.0.0.1:" + port + "/" + name + "/v1";
      case FALLBACK_CLAUDE -> "http://127.0.0.1:" + port + "/" + name;
      case DEAD_DNS -> "http://no-such-host.invalid/v1";
      case BAD_TLS -> "https://127.0.0.1:" + port + "/" + name + "/v1";
      case REFUSING -> "http://127.0.0.1:" + deadPort + "/v1";
    };
  }

  String models() {
    return faults.stream()
        .flatMap(fault -> fault.targets().stream())
        .map(Manifests::model)
        .distinct()
        .collect(Collectors.joining("", "currency: USD\nmodels:\n", ""));
  }

  private static String model(Target target) {
    return String.format(
        Locale.ROOT,
        "  - {provider: %s, model: %s,%s price: {input: 1, output: 2}}%n",
        target.place().provider(),
        target.model(),
        target.contextWindow() == 0
            ? ""
            : " context_window: %d,".formatted(target.contextWindow()));
  }

  String routes() {
    StringBuilder yaml = new StringBuilder("ai_routes:\n");
    for (Fault fault : faults) {
      yaml.append("  - name: ").append(fault.model()).append('\n');
      yaml.append("    match: {model: \"").append(fault.model()).append("\"}\n");
      yaml.append("    targets:\n");
      int weight = 1;
      for (Target target : fault.targets()) {
        yaml.append(
            "      - {provider: %s, model: %s, weight: %d}%n"
                .formatted(target.place().provider(), target.model(), weight));
        // The first is always drawn; the others follow in the order of the file.
        weight = 0;
      }
      if (resilience && !fault.resilience().isEmpty()) {
        yaml.append("    resilience: ").append(fault.resilience()).append('\n');
      }
    }
    return yaml.toString();
  }
}
