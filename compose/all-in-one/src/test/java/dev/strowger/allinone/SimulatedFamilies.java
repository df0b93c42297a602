package dev.strowger.allinone;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A gateway whose providers are entries of the shipped catalogue, one of each family, simulated.
 */
final class SimulatedFamilies {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BLANK_LINE = Pattern.compile("\n\n");
  private static @Nullable RunningGateway shared;

  /** A family is a row here. */
  enum Family {
    OPENAI("gpt-4o-mini", "text-embedding-3-small"),
    AZURE_OPENAI("gpt-4o-mini", "text-embedding-3-small"),
    ANTHROPIC("claude-haiku-4-5", ""),
    ANTHROPIC_VERTEX("claude-haiku-4-5", ""),
    BEDROCK("eu.anthropic.claude-haiku-4-5-20251001-v1:0", "cohere.embed-v4:0"),
    GEMINI("gemini-2.5-flash", "gemini-embedding-001"),
    VERTEX("gemini-2.5-flash", "text-embedding-005"),
    COHERE("command-a-03-2025", "embed-v4.0"),
    MISTRAL("mistral-small-latest", "mistral-embed"),
    OLLAMA("llama3.1", "nomic-embed-text");

    private final String model;
    private final String embeddingModel;

    Family(String model, String embeddingModel) {
      this.model = model;
      this.embeddingModel = embeddingModel;
    }

    /** As the catalogue names it. */
    String provider() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String model() {
      return model;
    }

    boolean embeds() {
      return !embeddingModel.isEmpty();
    }

    /** A call of this family's model. */
    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
      String asked = path.equals("/embeddings") && embeds() ? embeddingModel : model;
      ObjectNode json = (ObjectNode) JSON.readTree(body);
      json.put("model", provider() + "/" + asked);
      return gateway().post(path, json.toString(), headers);
    }
  }

  private SimulatedFamilies() {}

  /** One for all tests; stopped with the JVM of the tests. */
  static synchronized RunningGateway gateway() throws Exception {
    RunningGateway running = shared;
    if (running == null) {
      Path data = Files.createTempDirectory("strowger-families");
      running =
          RunningGateway.start(
              data.resolve("data"),
              Map.of(
                  "STROWGER_MANIFESTS",
                  manifests(data).toString(),
                  "STROWGER_SIMULATOR_TTFT",
                  "2ms",
                  "STROWGER_SIMULATOR_TOKENS_PER_SECOND",
                  "2000"));
      Runtime.getRuntime().addShutdownHook(new Thread(running::close));
      shared = running;
    }
    return running;
  }

  /** A model of a route that begins with OpenAI and has this family to fall back on. */
  static String rescuedBy(Family family) {
    return "rescued-by-" + family.provider();
  }

  private static String rescueRoute(Family family) {
    return """
      - name: %1$s
        match:
          model: "%1$s"
        targets:
          - provider: openai
            model: gpt-4o-mini
            weight: 100
        fallback: "%2$s/%3$s"
    """
        .formatted(rescuedBy(family), family.provider(), family.model());
  }

  private static Path manifests(Path parent) throws IOException {
    Path shipped = RunningGateway.ROOT.resolve("compose/config");
    Path folder = Files.createDirectory(parent.resolve("manifests"));
    for (String file : List.of("models.yaml", "routes.yaml")) {
      Files.copy(shipped.resolve(file), folder.resolve(file));
    }
    String routes = Files.readString(folder.resolve("routes.yaml"));
    Files.writeString(
        folder.resolve("routes.yaml"),
        Arrays.stream(Family.values())
            .filter(family -> family != Family.OPENAI)
            .map(SimulatedFamilies::rescueRoute)
            .collect(Collectors.joining("", MockedProvider.EACH_CALL_ALONE + routes, "")));
    List<String> wanted =
        Arrays.stream(Family.values()).map(f -> "- name: " + f.provider() + "\n").toList();
    String catalogue = Files.readString(shipped.resolve("providers/catalogue.yaml"));
    String entries =
        BLANK_LINE
            .splitAsStream(catalogue)
            .filter(entry -> wanted.stream().anyMatch(entry::contains))
            .map(entry -> entry.replace("providers:\n", ""))
            .collect(Collectors.joining("\n\n", "providers:\n", "\n"));
    Files.writeString(folder.resolve("providers.yaml"), entries);
    return folder;
  }
}
