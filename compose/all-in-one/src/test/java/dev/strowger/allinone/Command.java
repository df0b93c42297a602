package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command in a process of its own, run to its end.
 *
 * @param out standard output
 * @param err standard error
 */
record Command(int code, String out, String err) {
  private static final int TIMEOUT_MINUTES = 5;

  static Command run(Path directory, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("command", ".out");
    Path err = Files.createTempFile("command", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder
          .environment()
          .keySet()
          .removeIf(k -> k.startsWith("STROWGER_") || k.endsWith("_API_KEY"));
      builder.environment().putAll(environment);
      // Files, not pipes: what a command leaves running may keep its output open.
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        process.destroyForcibly();
      }
      assertThat(ended).as(command + " ends").isTrue();
      return new Command(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** The operators' command, for a gateway. */
  static Command strowger(RunningGateway gateway, Map<String, String> settings, String... arguments)
      throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("STROWGER_CONSOLE_URL", gateway.endpoint("console"));
    environment.put("STROWGER_ADMIN_TOKEN", gateway.adminToken());
    environment.put("STROWGER_URL", gateway.endpoint("apps"));
    environment.put("STROWGER_API_KEY", gateway.key());
    environment.putAll(settings);
    List<String> command = new ArrayList<>();
    command.add(RunningGateway.ROOT.resolve("bin/strowger").toString());
    command.addAll(List.of(arguments));
    return run(Path.of("."), environment, command);
  }

  /** Fails with all the command said unless it ended with 0. */
  String succeeded() {
    assertThat(code).as(out + err).isZero();
    return out;
  }
}
