package dev.strowger.bench;

import dev.strowger.process.ChildProcess;
import dev.strowger.process.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The gateway under test with the simulated providers it routes to: started as a child process with
 * its own data and free ports, or one that runs already.
 *
 * @param endpoint apps' door
 * @param key to use it
 * @param direct root URL of the simulated OpenAI behind it
 * @param pid of its process, to measure CPU time; empty leaves that out
 * @param stop ends what was started
 */
record Gateway(URI endpoint, String key, URI direct, OptionalLong pid, Runnable stop)
    implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofMinutes(5);
  private static final Duration LONGEST_PROBE = Duration.ofSeconds(2);

  /** Starts the gateway with simulated providers that answer at once; returns when it is ready. */
  static Gateway start(List<String> command) throws IOException, InterruptedException {
    return start(command, Files.createTempDirectory("strowger-bench-gateway"));
  }

  /** The same with its data in this folder, which is deleted when the gateway is closed. */
  static Gateway start(List<String> command, Path folder) throws IOException, InterruptedException {
    Directory data = new Directory(folder);
    int apps = freePort();
    int openAi = freePort();
    URI endpoint = URI.create("http://127.0.0.1:" + apps);
    HttpClient probe = HttpClient.newBuilder().connectTimeout(LONGEST_PROBE).build();
    ChildProcess child =
        ChildProcess.start(
            new ChildProcess.Spec(
                "gateway",
                command,
                environment(data.path(), apps, openAi),
                data.path(),
                data.path().resolve("gateway.log"),
                () -> ready(probe, endpoint),
                LONGEST_START));
    probe.close();
    return new Gateway(
        endpoint,
        Files.readString(data.path().resolve("demo.key")).strip(),
        URI.create("http://127.0.0.1:" + openAi),
        OptionalLong.of(child.pid()),
        () -> {
          child.close();
          data.close();
        });
  }

  /** What the child is told. Provider keys are blanked, so that no load ever reaches a real one. */
  static Map<String, String> environment(Path data, int appsPort, int openAiPort) {
    Map<String, String> environment = new HashMap<>();
    environment.put("STROWGER_DATA", data.toString());
    environment.put("STROWGER_APPS_PORT", Integer.toString(appsPort));
    for (String part : List.of("CONSOLE", "CHANNEL", "KAFKA", "REGISTRY", "CLICKHOUSE")) {
      environment.put("STROWGER_" + part + "_PORT", "0");
    }
    environment.put(
        "STROWGER_SIMULATOR_PROVIDERS", "openai:" + openAiPort + ",anthropic:0,ollama=openai:0");
    environment.put("STROWGER_SIMULATOR_CONTROL_PORT", "0");
    environment.put("STROWGER_SIMULATOR_TTFT", "0ms");
    environment.put("STROWGER_SIMULATOR_TTFT_JITTER", "0ms");
    environment.put("STROWGER_SIMULATOR_TOKENS_PER_SECOND", "0");
    for (String provider : List.of("OPENAI", "ANTHROPIC", "OLLAMA")) {
      environment.put(provider + "_API_KEY", "");
      environment.put(provider + "_API_KEY_FILE", "");
      environment.put(provider + "_BASE_URL", "");
    }
    return environment;
  }

  private static boolean ready(HttpClient probe, URI endpoint) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/health/ready")).timeout(LONGEST_PROBE).build();
    try {
      return probe.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int freePort() throws IOException {
    return FreePort.find("127.0.0.1", new SecureRandom());
  }

  /** CPU time used so far, in milliseconds. */
  OptionalLong cpuMillis() {
    return pid.isEmpty() ? pid : ProcessCpu.millis(pid.getAsLong());
  }

  @Override
  public void close() {
    stop.run();
  }
}
