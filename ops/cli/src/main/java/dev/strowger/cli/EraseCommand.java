package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "erase",
    description =
        "Destroys all keys of a tenant, so that nobody can ever read what it asked and was"
            + " answered before. Its new requests get a new key.",
    footerHeading = "%nExamples:%n",
    footer = {"  strowger erase red --yes", "  strowger erase red --yes --json"})
final class EraseCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private JsonFlag json = new JsonFlag();

  @Parameters(paramLabel = "TENANT", description = "Whose keys are destroyed.")
  private String tenant = "";

  @Option(names = "--yes", description = "Do it: there is no way back.")
  private boolean yes;

  EraseCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (!yes) {
      terminal
          .err()
          .println(
              "strowger: this destroys the keys of "
                  + tenant
                  + " for good, and all its prompts and answers with them; say --yes");
      return Strowger.USAGE;
    }
    JsonNode erased =
        terminal
            .console()
            .post(
                "/admin/tenants/" + ConsoleClient.segment(tenant) + "/erase",
                Map.of("confirm", tenant));
    json.print(terminal, erased, () -> print(erased));
    return 0;
  }

  private void print(JsonNode erased) {
    terminal
        .out()
        .println(erased.path("destroyed").size() + " keys of " + tenant + " were destroyed.");
    terminal.out().println("Nobody can read any more, what they sealed of:");
    erased.path("unreadable").forEach(one -> terminal.out().println("  " + one.asText()));
    terminal
        .out()
        .println(
            "Processes that had a key at hand forget it within "
                + erased.path("withinSeconds").asText()
                + " s.");
  }
}
