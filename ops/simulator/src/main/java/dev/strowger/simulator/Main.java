package dev.strowger.simulator;

import dev.strowger.process.Lifetime;
import dev.strowger.process.Settings;
import dev.strowger.process.SettingsException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the simulator as a process of its own. */
@Command(
    name = "simulator",
    mixinStandardHelpOptions = true,
    description = {
      "Plays LLM providers on loopback, for demos, load and fault tests.",
      "Options go before the environment variables of the same meaning."
    })
public final class Main implements Callable<Integer> {
  private final Map<String, String> settings;

  private Main(Map<String, String> environment) {
    this.settings = new HashMap<>(environment);
  }

  @Option(
      names = "--providers",
      description = {
        "name:port or name=kind:port, comma-separated; kind is a dialect of the gateway, e.g."
            + " azure-openai; port 0 is a free one.",
        "STROWGER_SIMULATOR_PROVIDERS, default one of each on 18091 to 18099"
      })
  void providers(@Nullable String value) {
    set("PROVIDERS", value);
  }

  @Option(names = "--control-port", description = "STROWGER_SIMULATOR_CONTROL_PORT, default 18090")
  void controlPort(@Nullable String value) {
    set("CONTROL_PORT", value);
  }

  @Option(
      names = "--ttft",
      description = "Time to first token, e.g. 50ms. STROWGER_SIMULATOR_TTFT, default 50ms")
  void ttft(@Nullable String value) {
    set("TTFT", value);
  }

  @Option(
      names = "--ttft-jitter",
      description = "Spread around it. STROWGER_SIMULATOR_TTFT_JITTER, default 0")
  void ttftJitter(@Nullable String value) {
    set("TTFT_JITTER", value);
  }

  @Option(
      names = "--tokens-per-second",
      description = "0 is all at once. STROWGER_SIMULATOR_TOKENS_PER_SECOND, default 200")
  void tokensPerSecond(@Nullable String value) {
    set("TOKENS_PER_SECOND", value);
  }

  @Option(names = "--seed", description = "STROWGER_SIMULATOR_SEED, default 1")
  void seed(@Nullable String value) {
    set("SEED", value);
  }

  private void set(String name, @Nullable String value) {
    if (value != null) {
      settings.put("STROWGER_SIMULATOR_" + name, value);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    Settings read = new Settings(settings);
    SimulatorConfig config;
    try {
      config = read.orThrow(SimulatorConfig.from(read));
    } catch (SettingsException e) {
      System.err.println(e.getMessage());
      return 2;
    }
    try (Lifetime lifetime = new Lifetime()) {
      Simulator simulator = lifetime.add("simulator", Simulator.start(config));
      simulator.baseUrls().forEach((name, url) -> System.out.println(name + " " + url));
      System.out.println("control " + simulator.controlUrl() + Control.PATH);
      lifetime.awaitShutdown();
    }
    return 0;
  }

  public static void main(String[] args) {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "simulator-logback.xml");
    }
    System.exit(new CommandLine(new Main(System.getenv())).execute(args));
  }
}
