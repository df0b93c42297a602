package dev.strowger.faults;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes the primary away under load and gives it back. */
@Command(
    name = "outage",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lets the primary answer 503 for a while under steady load, and prints client errors,"
          + " latencies before, during and after, and how soon the primary serves again.",
      "Exit code 1 when a client saw an error or the primary did not come back."
    })
final class OutageCommand implements Callable<Integer> {
  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--rate",
      defaultValue = "50",
      description = "Requests a second. Default: ${DEFAULT-VALUE}")
  private int rate;

  @Option(
      names = "--before",
      defaultValue = "30",
      description = "Seconds. Default: ${DEFAULT-VALUE}")
  private int before;

  @Option(
      names = "--down",
      defaultValue = "120",
      description = "Seconds. Default: ${DEFAULT-VALUE}")
  private int down;

  @Option(
      names = "--after",
      defaultValue = "45",
      description = "Seconds. Default: ${DEFAULT-VALUE}")
  private int after;

  @Override
  public Integer call() throws Exception {
    Outage outage = new Outage();
    Outage.Plan plan =
        new Outage.Plan(
            rate, Duration.ofSeconds(before), Duration.ofSeconds(down), Duration.ofSeconds(after));
    try (Stage stage = options.stage(List.of(outage.fault()))) {
      new Run(stage, _ -> {}).of(List.of());
      return options.finish(new Report(List.of(), Optional.of(outage.run(stage, plan))));
    }
  }
}
