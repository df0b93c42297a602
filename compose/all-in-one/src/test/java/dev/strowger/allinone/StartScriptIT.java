package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/all-in-one} as someone at a terminal meets it. */
class StartScriptIT {
  @TempDir Path data;

  @Test
  void explainsItself() throws Exception {
    String help = script("--help").succeeded();

    assertThat(help.lines()).hasSize(4).allMatch(line -> !line.startsWith("#"));
    assertThat(help).contains("--detach").contains("--stop");
  }

  @Test
  void refusesWhatItDoesNotKnow() throws Exception {
    Command refused = script("--detatch");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("--detatch").contains("--help");
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void stoppingWhatDoesNotRunIsNoFailure() throws Exception {
    assertThat(script("--stop").succeeded()).contains("not running on " + data);

    // What a crash left: the number belongs to another program now.
    Process other = new ProcessBuilder("sleep", "600").start();
    try {
      Files.writeString(data.resolve("strowger.pid"), other.pid() + "\n");
      assertThat(script("--stop").succeeded()).contains("not running on " + data);
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroy();
    }
  }

  @Test
  void startsInTheBackgroundOnceAndStops() throws Exception {
    try {
      String banner = script("--detach").succeeded();
      assertThat(banner).contains("Strowger is up").contains("/v1").contains("SIMULATED");
      long pid = Long.parseLong(Files.readString(data.resolve("strowger.pid")).strip());
      assertThat(ProcessHandle.of(pid)).isPresent();

      assertThat(data.resolve("audit-signing.pub")).isRegularFile();
      assertThat(askedAsTheBannerSays(banner)).isEqualTo(200);
      assertThat(data.resolve("keys")).as("what is asked is sealed").isNotEmptyDirectory();

      Command again = script("--detach");
      assertThat(again.code()).isEqualTo(1);
      assertThat(again.err()).contains("already runs on " + data);

      assertThat(script("--stop").succeeded()).contains("has stopped");
      assertThat(ProcessHandle.of(pid)).isEmpty();
      assertThat(data.resolve("strowger.pid")).doesNotExist();
    } finally {
      script("--stop");
    }
  }

  private static int askedAsTheBannerSays(String banner) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(after("Endpoint", banner) + "/chat/completions"))
            .header("authorization", "Bearer " + after("Demo key", banner))
            .header("content-type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }
  }

  private static String after(String name, String banner) {
    return banner
        .lines()
        .filter(line -> line.strip().startsWith(name))
        .map(line -> line.strip().substring(name.length()).strip().split(" ", 2)[0])
        .findFirst()
        .orElseThrow();
  }

  private Command script(String... options) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("STROWGER_DATA", data.toString());
    for (String port : List.of("APPS", "CONSOLE", "KAFKA", "REGISTRY", "CLICKHOUSE", "CHANNEL")) {
      environment.put("STROWGER_" + port + "_PORT", "0");
    }
    List<String> command =
        new ArrayList<>(List.of(RunningGateway.ROOT.resolve("bin/all-in-one").toString()));
    command.addAll(List.of(options));
    return Command.run(Path.of("."), environment, command);
  }
}
