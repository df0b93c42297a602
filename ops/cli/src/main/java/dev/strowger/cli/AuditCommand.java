package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "audit",
    description = "Verifies, exports and shows the audit trail.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger audit verify",
      "  strowger audit export --format jsonl --out trail.jsonl --tenant acme",
      "  strowger audit verify --from-file trail.jsonl --key audit-signing.pub",
      "  strowger audit show req_0198c0ffee"
    })
final class AuditCommand {
  @Command(
      name = "show",
      description = "All that the trail has of one request.",
      footerHeading = "%nExamples:%n",
      footer = {"  strowger audit show req_0198c0ffee --json"})
  static final class Show implements Callable<Integer> {
    private static final String PATH = "/admin/audit/searches";

    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();
    @Mixin private ConsoleJob job = new ConsoleJob();

    @Parameters(paramLabel = "REQUEST", arity = "0..1", description = "Its id, as in x-request-id.")
    private String requestId = "";

    private boolean found;

    Show(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
      if (job.begins() && requestId.isEmpty()) {
        throw new CallFailedException("name a request");
      }
      String begun =
          job.begins()
              ? terminal.console().post(PATH, Map.of("requestId", requestId)).path("id").asText()
              : "";
      int code =
          job.follow(terminal, json, new ConsoleJob.Kind(PATH, "records", this::print), begun);
      return code != 0 || json.wanted() || found || !job.begins() ? code : Strowger.FAILED;
    }

    private void print(JsonNode report) {
      found = !report.path("line").asText().isEmpty();
      if (!found) {
        terminal.err().println("strowger: the trail has no link of this request");
        return;
      }
      terminal.print(ConsoleClient.tree(report.path("line").asText()));
      terminal
          .out()
          .println(
              report.path("fits").asBoolean()
                  ? "the link is what was hashed"
                  : "ALTERED: the link is not what was hashed");
      for (JsonNode content : report.path("contents")) {
        terminal
            .out()
            .println(
                "\n"
                    + content.path("part").asText()
                    + " ("
                    + content.path("mode").asText()
                    + (content.path("fits").asBoolean()
                        ? ", as the link says):"
                        : ", NOT what the link says):"));
        terminal.out().println(content.path("text").asText());
      }
    }
  }
}
