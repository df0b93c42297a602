package dev.strowger.chaos;

import dev.strowger.process.Lifetime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills parts of the gateway under load, or restarts them, and checks that nothing was lost. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts every part of the gateway as a process of its own on loopback, asks it questions, kills"
          + " parts at random with SIGKILL, and compares the log, the clients and the ledger of the"
          + " simulated providers.",
      "Exit code 1 when anything was lost, ended twice, or cannot be explained."
    })
public final class Chaos implements Callable<Integer> {
  /** What may be killed. */
  enum Victim {
    KILL_WORKER(Kind.WORKER),
    KILL_ROUTER(Kind.ROUTER),
    KILL_INGRESS(Kind.INGRESS),
    KILL_BROKER(Kind.BROKER);

    private final Kind kind;

    Victim(Kind kind) {
      this.kind = kind;
    }

    @Override
    public String toString() {
      return "kill-" + kind.label();
    }
  }

  @Option(
      names = "--duration",
      defaultValue = "120",
      description = "Seconds of load. Default: ${DEFAULT-VALUE}")
  private int duration;

  @Option(
      names = "--rate",
      defaultValue = "25",
      description = "Requests a second. Default: ${DEFAULT-VALUE}")
  private double rate;

  @Option(names = "--seed", description = "Of what is killed when. Default: drawn, and printed")
  private @Nullable Long seed;

  @Option(names = "--brokers", defaultValue = "3", description = "1 or 3. Default: 3")
  private int brokers;

  @Option(
      names = "--only",
      split = ",",
      description = "Of kill-worker, kill-router, kill-ingress, kill-broker. Default: all")
  private List<Victim> only = List.of(Victim.values());

  @Option(names = "--rolling", description = "Restart every part in turn instead of killing.")
  private boolean rolling;

  @Option(names = "--all-in-one", description = "One process for all, killed twice.")
  private boolean allInOne;

  @Option(names = "--json", description = "Also write the figures to this file.")
  private @Nullable Path json;

  @Option(
      names = "--home",
      defaultValue = "",
      description = "The root of the distribution. Default: the current directory")
  private Path home = Path.of("");

  @Override
  public Integer call() throws Exception {
    long chosen = seed == null ? new SecureRandom().nextInt(1, 1_000_000) : seed;
    Path directory = Files.createTempDirectory("strowger-chaos");
    Lifetime lifetime = new Lifetime();
    Thread hook = new Thread(lifetime::close, "end-of-parts");
    Runtime.getRuntime().addShutdownHook(hook);
    Report report;
    try {
      report = new Run(home.toAbsolutePath().normalize(), directory, plan(chosen)).go(lifetime);
    } catch (Exception e) {
      System.err.println("Logs are in " + directory);
      throw e;
    } finally {
      lifetime.close();
    }
    System.out.print(report.table());
    if (json != null) {
      Files.writeString(json, report.json() + "\n");
    }
    if (!report.good()) {
      System.out.println("Logs are in " + directory);
      return 1;
    }
    Directories.delete(directory);
    return 0;
  }

  private Plan plan(long chosen) {
    List<Kind> kinds = new ArrayList<>(only.stream().map(victim -> victim.kind).toList());
    if (brokers == 1) {
      // There is none to take its place; a lone broker is killed by --all-in-one.
      kinds.remove(Kind.BROKER);
    }
    Plan.Mode mode =
        allInOne ? Plan.Mode.ALL_IN_ONE : rolling ? Plan.Mode.ROLLING : Plan.Mode.KILLING;
    return new Plan(mode, kinds, brokers, rate, duration, chosen);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Chaos()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  public static void main(String[] args) {
    System.setProperty("logback.configurationFile", "chaos-logback.xml");
    System.exit(commandLine().execute(args));
  }
}
