package dev.strowger.bench;

import dev.strowger.bench.Row.Part;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Compares the whole gateway with a direct call and with the bare pipeline, in one run. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    subcommands = Load.class,
    sortOptions = false,
    description = {
      "Measures the latency of the bare pipeline through Kafka, of direct calls of the simulator, and"
          + " of the whole gateway, under open-loop load on loopback.",
      "Without --endpoint it starts the gateway itself, with data of its own that is deleted"
          + " afterwards. Exit code 1 when any request failed."
    })
public final class Bench implements Callable<Integer> {
  @Option(
      names = "--rates",
      split = ",",
      defaultValue = "100,500,1000",
      description = "Requests a second. Default: ${DEFAULT-VALUE}")
  private List<Double> rates = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "Of each measurement. Default: ${DEFAULT-VALUE}")
  private int seconds;

  @Option(
      names = "--warmup",
      defaultValue = "90",
      description =
          "Seconds before the first measurement of each part, at half the highest rate. Default: ${DEFAULT-VALUE}")
  private int warmup;

  @Option(names = "--parts", split = ",", description = "Of bare, direct, gateway. Default: all")
  private Set<Part> parts = EnumSet.allOf(Part.class);

  @Option(
      names = "--model",
      defaultValue = "gpt-4o-mini",
      description = "Default: ${DEFAULT-VALUE}")
  private String model = "";

  @Option(
      names = "--answer-words",
      defaultValue = "20",
      description = "Length of the answers. Default: ${DEFAULT-VALUE}")
  private int answerWords;

  @Option(names = "--stream", description = "Ask for streamed answers.")
  private boolean stream;

  @Option(names = "--json", description = "Also write the figures to this file.")
  private @Nullable Path json;

  @Option(
      names = "--home",
      defaultValue = "",
      description =
          "Where bin/all-in-one, which starts the gateway, is. Default: the current directory")
  private Path home = Path.of("");

  @Option(
      names = "--gateway-command",
      description = "Shell command that starts the gateway, instead.")
  private @Nullable String gatewayCommand;

  @Option(
      names = "--endpoint",
      description = "A gateway that runs already; needs --key and --direct.")
  private @Nullable URI endpoint;

  @Option(names = "--key", description = "Its key.")
  private @Nullable String key;

  @Option(names = "--direct", description = "Root URL of the simulated OpenAI it routes to.")
  private @Nullable URI direct;

  @Option(names = "--pid", description = "Its process, to measure CPU time.")
  private @Nullable Long pid;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Comparison.Plan plan =
        new Comparison.Plan(rates, Duration.ofSeconds(seconds), Duration.ofSeconds(warmup), parts);
    String machine = Machine.line();
    Question question = new Question(model, answerWords, stream);
    List<Row> rows = new Comparison(plan).run(this::gateway, question);
    Report report = new Report(machine, setup(), rows);
    System.out.println(report.table());
    if (json != null) {
      Files.writeString(json, report.json() + "\n");
    }
    if (report.problems() > 0) {
      System.err.println(report.problems() + " requests failed: these figures do not count");
      return 1;
    }
    return 0;
  }

  private String setup() {
    return String.format(
        Locale.ROOT,
        "open loop, %d s each after %d s of warm-up, 1 KiB requests, %s answers of %d words, model %s",
        seconds,
        warmup,
        stream ? "streamed" : "whole",
        answerWords,
        model);
  }

  private Gateway gateway() throws Exception {
    if (endpoint == null) {
      return Gateway.start(command());
    }
    if (key == null || direct == null) {
      throw new ParameterException(
          java.util.Objects.requireNonNull(spec).commandLine(),
          "--endpoint needs --key and --direct");
    }
    OptionalLong process = pid == null ? OptionalLong.empty() : OptionalLong.of(pid);
    return new Gateway(endpoint, key, direct, process, () -> {});
  }

  private List<String> command() {
    if (gatewayCommand != null) {
      return List.of("sh", "-c", "exec " + gatewayCommand);
    }
    return List.of(home.toAbsolutePath().resolve("bin").resolve("all-in-one").toString());
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  public static void main(String[] args) {
    // Its own quiet logging, whatever the gateway beside it on the class path brings along.
    System.setProperty("logback.configurationFile", "bench-logback.xml");
    System.exit(commandLine().execute(args));
  }
}
