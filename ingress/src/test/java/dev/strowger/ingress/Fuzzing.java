package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jazzer on one target in a JVM of its own, since it ends the JVM it runs in. The seed is fixed;
 * {@code -Dfuzz.seconds=600} looks longer, with a seed of the moment.
 */
final class Fuzzing {
  private static final int SECONDS_OF_A_TEST = 6;
  private static final int GRACE_SECONDS = 120;
  private static final int SHOWN_CHARS = 6_000;

  /** Of Jazzer's: they look into all of the JDK, which takes longer than the search. */
  private static final String SANITIZERS =
      Stream.of(
              "BigDecimal",
              "ClojureLangHooks",
              "Deserialization",
              "ExpressionLanguageInjection",
              "FilePathTraversal",
              "LdapInjection",
              "NamingContextLookup",
              "OsCommandInjection",
              "ReflectiveCall",
              "RegexInjection",
              "RegexRoadblocks",
              "ScriptEngineInjection",
              "ServerSideRequestForgery",
              "SqlInjection",
              "TemplateInjection",
              "UnsafeSanitizer",
              "XPathInjection",
              "XmlParserSsrfGuidance")
          .map(name -> "com.code_intelligence.jazzer.sanitizers." + name)
          .collect(Collectors.joining(File.pathSeparator));

  private Fuzzing() {}

  /**
   * @param corpus a folder of the test resources with inputs to begin with
   * @param covers classes whose branches guide the search
   */
  static void run(Class<?> target, String corpus, String covers) throws Exception {
    int seconds = Integer.getInteger("fuzz.seconds", SECONDS_OF_A_TEST);
    Path work = Files.createTempDirectory("fuzz-" + target.getSimpleName());
    Path output = work.resolve("output.txt");
    Process process =
        new ProcessBuilder(command(target, corpus, covers, seconds, work))
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(seconds + GRACE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    String said = Files.readString(output);
    assertThat(ended).as("ends in time; " + tail(said)).isTrue();
    assertThat(process.exitValue()).as(tail(said)).isZero();
    assertThat(said).as("it ran").contains("DONE");
  }

  private static List<String> command(
      Class<?> target, String corpus, String covers, int seconds, Path work)
      throws IOException, URISyntaxException {
    String inputs = work.resolve("corpus").toString();
    Files.createDirectories(Path.of(inputs));
    URL seeds = Objects.requireNonNull(Fuzzing.class.getResource("/fuzz/" + corpus));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=" + covers,
                // What is looked for are our own promises; without any hooks no branch is seen.
                "--custom_hook_includes=" + covers,
                "--disabled_hooks=" + SANITIZERS,
                "--reproducer_path=" + work,
                "-max_total_time=" + seconds,
                "-timeout=20",
                "-rss_limit_mb=4096",
                "-max_len=16384"));
    if (seconds == SECONDS_OF_A_TEST) {
      command.add("-seed=1");
    }
    command.add(inputs);
    command.add(new File(seeds.toURI()).toString());
    return command;
  }

  private static String tail(String said) {
    return said.substring(Math.max(0, said.length() - SHOWN_CHARS));
  }
}
