package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "request",
    description = "Tells the story of one request: which model answered, why, and at what cost.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger request req_0198f3c2",
      "  strowger request req_0198f3c2 --json",
      "  (the id is the header x-request-id of the answer)"
    })
final class RequestCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private JsonFlag json = new JsonFlag();

  @Parameters(paramLabel = "ID", description = "The request's id.")
  private String id = "";

  RequestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    JsonNode story = terminal.console().get("/admin/requests/" + ConsoleClient.segment(id));
    json.print(terminal, story, () -> print(story));
    return 0;
  }

  private void print(JsonNode story) {
    part("decision", story.path("decision"));
    int number = 1;
    for (JsonNode attempt : story.path("attempts")) {
      part("attempt " + number++, attempt);
    }
    part("outcome", story.path("request"));
  }

  private void part(String title, JsonNode row) {
    terminal.out().println(title + (row.isEmpty() ? ": not known (yet)" : ""));
    DecisionText.row(row, terminal.out());
  }
}
