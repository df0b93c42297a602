package dev.strowger.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServiceProcessTest {
  private static final Pattern PORT = Pattern.compile("port=\"?(\\d+)");

  @Test
  void printsEveryProblemOfItsSettingsAndEndsWith2() throws Exception {
    Process process = launch(Map.of("SAMPLE_SIZE", "10", "STROWGER_PROBES_PORT", "none"));

    String said = rest(process.inputReader(StandardCharsets.UTF_8));

    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(said)
        .contains("SAMPLE_SIZE=10: expected a whole number from 1 to 9")
        .contains("SAMPLE_NAME is not set: who it is")
        .contains("STROWGER_PROBES_PORT=none");
  }

  @Test
  void endsWith1AndTheReasonWhenItCannotStart() throws Exception {
    Process process = launch(Map.of("SAMPLE_NAME", "x", "SAMPLE_FAILS", "true"));

    String said = rest(process.inputReader(StandardCharsets.UTF_8));

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(said).contains("the sample cannot start");
  }

  @Test
  void servesItsProbesAndClosesItsDeployableOnASignal() throws Exception {
    Process process = launch(Map.of("SAMPLE_NAME", "x"));
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      int port = port(output);

      awaitStarted(port);
      process.toHandle().destroy(); // unlike Process.destroy it leaves the output open

      assertThat(rest(output)).contains("sample closed");
      assertThat(process.waitFor()).isEqualTo(128 + 15);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The check of the process itself is gone once the deployable runs. */
  private static void awaitStarted(int port) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest ready =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready")).build();
      String expected = "{\"status\":\"not ready\",\"problems\":{\"sample\":\"never ready\"}}";
      HttpResponse<String> answer;
      do {
        answer = client.send(ready, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(503);
        Thread.onSpinWait();
      } while (!answer.body().equals(expected));
    }
  }

  private static int port(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher matcher = PORT.matcher(line);
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
    }
    throw new AssertionError("the process ended without serving probes");
  }

  private static String rest(BufferedReader output) {
    return output.lines().collect(Collectors.joining("\n"));
  }

  private static Process launch(Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                SampleService.class.getName()));
    builder.environment().keySet().removeIf(name -> name.startsWith("STROWGER_"));
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).start();
  }
}
