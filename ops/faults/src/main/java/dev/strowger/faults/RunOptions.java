package dev.strowger.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every run needs to know. */
final class RunOptions {
  @Option(names = "--json", description = "Also write the result to this file.")
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
      names = "--plain-routes",
      description = "Routes without settings of their own, to see what a gateway does unasked.")
  private boolean plainRoutes;

  Stage stage(List<Fault> faults) throws IOException, InterruptedException {
    return Stage.start(command(), faults, !plainRoutes);
  }

  /** Prints and writes; returns the exit code. */
  int finish(Report report) throws IOException {
    System.out.println(report.table());
    if (json != null) {
      Files.writeString(json, report.json() + "\n");
    }
    return report.passed() ? 0 : 1;
  }

  private List<String> command() {
    if (gatewayCommand != null) {
      return List.of("sh", "-c", "exec " + gatewayCommand);
    }
    return List.of(home.toAbsolutePath().resolve("bin").resolve("all-in-one").toString());
  }
}
