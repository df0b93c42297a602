package dev.strowger.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * An example of {@code docs/use-cases}: manifests, and what is asked with what must come of it.
 *
 * @param folder of its files
 */
record UseCase(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ALL = RunningGateway.ROOT.resolve("docs/use-cases");

  /** Targets fail here on purpose, which must not tell on the next case. */
  private static final String EACH_CALL_ALONE =
      "resilience: {retry: {max_attempts: 1}, breaker: {open_ms: 0}}\n";

  /** Providers of all examples. */
  static Path providers() {
    return ALL.resolve("providers.yaml");
  }

  static List<UseCase> all() throws IOException {
    try (Stream<Path> folders = Files.list(ALL)) {
      return folders.filter(Files::isDirectory).sorted().map(UseCase::new).toList();
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  List<JsonNode> cases() throws IOException {
    JsonNode all = JSON.valueToTree(yaml("cases.yaml"));
    List<JsonNode> cases = new ArrayList<>();
    all.path("cases").forEach(cases::add);
    return cases;
  }

  private Object yaml(String file) throws IOException {
    return new Load(LoadSettings.builder().build()).loadFromString(text(file));
  }

  String text(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  /**
   * The body of the admin API's call that brings it into force.
   *
   * @param routes the file that stands for routes.yaml
   */
  String application(String routes) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("routes.yaml", text(routes));
    files.put("models.yaml", text("models.yaml"));
    files.put("routes.test.yaml", EACH_CALL_ALONE);
    ObjectNode body = JSON.createObjectNode();
    body.put("source", name() + "/" + routes).put("environment", "test");
    body.set("files", JSON.valueToTree(files));
    return body.toString();
  }

  /** A chat request of a case. */
  static String request(JsonNode one) {
    ObjectNode body = JSON.createObjectNode();
    body.put("model", one.path("model").asText());
    if (one.path("stream").asBoolean()) {
      body.put("stream", true);
    }
    if (one.has("tags")) {
      body.set("metadata", one.path("tags"));
    }
    ObjectNode message = body.putArray("messages").addObject().put("role", "user");
    if (one.path("image").asBoolean()) {
      message
          .putArray("content")
          .add(JSON.createObjectNode().put("type", "text").put("text", one.path("prompt").asText()))
          .add(
              JSON.createObjectNode()
                  .put("type", "image_url")
                  .set(
                      "image_url",
                      JSON.createObjectNode().put("url", "data:image/png;base64,iVBORw0KGgo=")));
    } else {
      message.put("content", one.path("prompt").asText());
    }
    return body.toString();
  }

  /** Headers of a case, names and values in turn. */
  static String[] headers(JsonNode one) {
    List<String> headers = new ArrayList<>();
    one.path("headers")
        .properties()
        .forEach(
            header -> {
              headers.add(header.getKey());
              headers.add(header.getValue().asText());
            });
    return headers.toArray(new String[0]);
  }
}
