package dev.strowger.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class LocalRegistryIT {
  private static final Path DISTRIBUTION = Path.of("target", "apicurio");

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir Path directory;

  @Test
  void givesTheSameIdsAfterACrashAndAfterARestart() throws Exception {
    int first;
    int second;
    try (LocalRegistry registry = LocalRegistry.start(config())) {
      first = register(registry, "one");
      second = register(registry, "two");
      long crashed = registry.pid();
      ProcessHandle.of(crashed).orElseThrow().destroyForcibly();
      await(() -> registry.pid() != crashed && registry.problem().isEmpty());

      assertThat(register(registry, "two")).isEqualTo(second).isNotEqualTo(first);
      assertThat(register(registry, "three")).isNotIn(first, second);
    }

    try (LocalRegistry registry = LocalRegistry.start(config())) {
      assertThat(register(registry, "one")).isEqualTo(first);
      assertThat(schema(registry, second)).contains("two");
    }
  }

  @Test
  void saysWhatIsMissingWhenItIsNotUnpacked() {
    var config = new LocalRegistry.Config(directory, directory, 0, directory.resolve("log"));

    assertThatThrownBy(() -> LocalRegistry.start(config))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not unpacked");
  }

  private LocalRegistry.Config config() {
    return new LocalRegistry.Config(
        DISTRIBUTION, directory.resolve("data"), 0, directory.resolve("registry.log"));
  }

  private int register(LocalRegistry registry, String name) throws Exception {
    String schema = "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[]}";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry.url() + "/subjects/" + name + "/versions"))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    json.writeValueAsString(Map.of("schema", schema))))
            .build();
    return json.readTree(send(request)).path("id").intValue();
  }

  private String schema(LocalRegistry registry, int id) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(registry.url() + "/schemas/ids/" + id)).build());
  }

  private String send(HttpRequest request) throws Exception {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(50);
    }
  }
}
