package dev.strowger.router;

import dev.strowger.process.Lifetime;
import dev.strowger.process.Probes;
import dev.strowger.process.Settings;
import dev.strowger.topics.KafkaAccess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A router in a JVM of its own, so that it can be killed. */
final class RouterProcess {
  private RouterProcess() {}

  public static void main(String[] args) throws Exception {
    Lifetime lifetime = new Lifetime();
    Probes probes = lifetime.add("probes", new Probes());
    lifetime.add("router", Router.start(config(args[0], System.getenv()), probes));
    lifetime.awaitShutdown();
  }

  static RouterConfig config(String bootstrapServers, Map<String, String> environment) {
    Map<String, String> ours = new HashMap<>(environment);
    ours.keySet().removeIf(name -> !name.startsWith("STROWGER_ROUTER_"));
    return RouterConfig.from(
        new Settings(ours), KafkaAccess.plain(bootstrapServers, new FixedSchemas()));
  }

  static Process launch(String bootstrapServers, Path log) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                RouterProcess.class.getName(),
                bootstrapServers))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())))
        .start();
  }
}
