package dev.strowger.bench.savings;

import dev.strowger.bench.Directory;
import dev.strowger.process.ChildProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The distribution in a process, on ports and with data of its own, before simulated providers. */
final class Gateway implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofMinutes(5);
  private static final List<String> PORTS =
      List.of("APPS", "CONSOLE", "CHANNEL", "KAFKA", "REGISTRY", "CLICKHOUSE");

  private final Directory data;
  private final ChildProcess child;
  private final Properties endpoints = new Properties();

  private Gateway(Directory data, ChildProcess child) throws IOException {
    this.data = data;
    this.child = child;
    // Ctrl-C ends this process, but not a child with a session of its own.
    Runtime.getRuntime().addShutdownHook(new Thread(child::close, "end-gateway"));
    try (InputStream in = Files.newInputStream(data.path().resolve("endpoints.properties"))) {
      endpoints.load(in);
    }
  }

  /** Returns when it is ready; its data goes when it is closed. */
  static Gateway start(List<String> command, Manifests manifests)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("strowger-savings");
    Path yaml = folder.resolve("manifests");
    manifests.write(yaml);
    Path ready = folder.resolve("ready.txt");
    return new Gateway(
        new Directory(folder),
        ChildProcess.start(
            new ChildProcess.Spec(
                "gateway",
                command,
                environment(folder, yaml),
                folder,
                folder.resolve("gateway.log"),
                () -> Files.exists(ready),
                LONGEST_START)));
  }

  static Map<String, String> environment(Path data, Path manifests) {
    Map<String, String> environment = new HashMap<>();
    environment.put("STROWGER_DATA", data.toString());
    environment.put("STROWGER_MANIFESTS", manifests.toString());
    environment.put("STROWGER_PROVIDERS", manifests.resolve("providers.yaml").toString());
    environment.put("STROWGER_SIMULATE", "missing-keys");
    environment.put("STROWGER_SIMULATOR_PROVIDERS", "mistral=mistral:0,openai=openai:0");
    // What is measured is the judgement, not whether a busy machine finds time for it.
    environment.put("STROWGER_FEATURE_TIMEOUT", "30s");
    environment.put("STROWGER_SIMULATOR_CONTROL_PORT", "0");
    environment.put("STROWGER_SIMULATOR_TTFT", "0ms");
    environment.put("STROWGER_SIMULATOR_TOKENS_PER_SECOND", "0");
    for (String part : PORTS) {
      environment.put("STROWGER_" + part + "_PORT", "0");
    }
    return environment;
  }

  /** With {@code /v1}. */
  URI apps() {
    return URI.create(endpoints.getProperty("apps"));
  }

  String key() throws IOException {
    return Files.readString(data.path().resolve("demo.key")).strip();
  }

  ClickHouse clickHouse() throws IOException {
    return new ClickHouse(
        endpoints.getProperty("clickhouse"),
        Files.readString(data.path().resolve("clickhouse.admin")).strip());
  }

  @Override
  public void close() {
    child.close();
    data.close();
  }
}
