package dev.strowger.chaos;

import dev.strowger.process.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How parts are run: small JVMs that start fast.
 *
 * @param distribution the folder of the distribution's jars
 * @param directory of the run; each part has a folder in it
 * @param http asks whether a part is ready
 */
record Java(Path distribution, Path directory, HttpClient http) {
  private static final Duration LONGEST_START = Duration.ofSeconds(90);
  private static final Duration LONGEST_PROBE = Duration.ofSeconds(2);

  Part part(
      Kind kind, String name, List<String> program, Map<String, String> environment, URI ready) {
    Path folder = directory.resolve(name);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                distribution + "/*"));
    command.addAll(program);
    Map<String, String> all = new HashMap<>(environment);
    all.put("STROWGER_INSTANCE", name);
    all.put("STROWGER_ROUTER_INSTANCE", name);
    all.put("STROWGER_WORKER_INSTANCE", name);
    return new Part(
        kind,
        new ChildProcess.Spec(
            name,
            command,
            all,
            folder,
            directory.resolve(name + ".log"),
            () -> answers(ready),
            LONGEST_START));
  }

  private boolean answers(URI ready) {
    HttpRequest request = HttpRequest.newBuilder(ready).timeout(LONGEST_PROBE).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
