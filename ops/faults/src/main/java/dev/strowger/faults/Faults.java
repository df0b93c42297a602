package dev.strowger.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Lets providers fail in every way of the table, and looks at what callers of the gateway see. */
@Command(
    name = "faults",
    mixinStandardHelpOptions = true,
    subcommands = OutageCommand.class,
    sortOptions = false,
    description = {
      "Starts the gateway with data of its own in front of providers that fail in every way of the"
          + " table, and prints for each fault the calls that reached the primary and the"
          + " fallbacks, the time it took, and whether the caller saw what it must.",
      "Exit code 1 when any fault failed its check."
    })
public final class Faults implements Callable<Integer> {
  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--only",
      split = ",",
      description = "Ids or numbers of faults, e.g. 8,14 or 8-tool. Default: all")
  private Set<String> only = Set.of();

  @Option(names = "--list", description = "List the faults and end.")
  private boolean list;

  @Option(names = "--with-outage", description = "Then the outage, too; see faults outage --help.")
  private boolean withOutage;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<Fault> faults = chosen();
    if (list) {
      faults.forEach(fault -> System.out.printf("%-15s %s%n", fault.id(), fault.title()));
      return 0;
    }
    Outage outage = new Outage();
    List<Fault> routed = new ArrayList<>(faults);
    routed.add(outage.fault());
    try (Stage stage = options.stage(routed)) {
      System.err.println("The gateway is up; " + faults.size() + " faults run side by side ...");
      Run run = new Run(stage, row -> System.err.print(Report.lines(row)));
      List<Row> rows = run.of(faults);
      Optional<Outage.Result> result =
          withOutage ? Optional.of(outage.run(stage, Outage.Plan.DEFAULT)) : Optional.empty();
      return options.finish(new Report(rows, result));
    }
  }

  private List<Fault> chosen() {
    try {
      return Table.only(only);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          java.util.Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()));
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Faults());
  }

  public static void main(String[] args) {
    // Its own quiet logging, whatever the gateway beside it on the class path brings along.
    System.setProperty("logback.configurationFile", "faults-logback.xml");
    System.exit(commandLine().execute(args));
  }
}
