package dev.strowger.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

@Command(
    name = "version",
    description = "Shows the release of this command and the Java it runs on.",
    footerHeading = "%nExamples:%n",
    footer = {"  strowger version", "  strowger version --json"})
final class VersionCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private JsonFlag json = new JsonFlag();

  VersionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ObjectNode version =
        JsonNodeFactory.instance
            .objectNode()
            .put("strowger", release())
            .put("java", Runtime.version().toString());
    json.print(terminal, version, () -> terminal.out().println(line()));
    return 0;
  }

  /** For {@code strowger --version}. */
  static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {line()};
    }
  }

  private static String line() {
    return "strowger " + release() + " (Java " + Runtime.version() + ")";
  }

  private static String release() {
    String version = VersionCommand.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
