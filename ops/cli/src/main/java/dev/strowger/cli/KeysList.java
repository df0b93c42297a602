package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "Lists the keys, the newest first; the keys themselves are not known.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger keys list",
      "  strowger keys list --tenant red --state active --limit 1000 --json"
    })
final class KeysList implements Callable<Integer> {
  private static final int PAGE = 1_000;

  private final Terminal terminal;
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(names = "--tenant", description = "Of this tenant only.")
  private String tenant = "";

  @Option(names = "--team", description = "Of this team only.")
  private String team = "";

  @Option(names = "--name", description = "With this in their name only.")
  private String name = "";

  @Option(names = "--state", description = "Only those that are active, expired or revoked.")
  private String state = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--after", paramLabel = "NEXT", description = "Goes on where a list has ended.")
  private String after = "";

  KeysList(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    String next = after;
    do {
      JsonNode page = terminal.console().get(path(next, Math.min(PAGE, limit - all.size())));
      page.path("credentials").forEach(all::add);
      next = page.path("next").asText("");
    } while (!next.isEmpty() && all.size() < limit);
    ObjectNode answer = JsonNodeFactory.instance.objectNode().set("credentials", all);
    answer.put("next", next.isEmpty() ? null : next);
    String more = next;
    json.print(terminal, answer, () -> print(all, more));
    return 0;
  }

  private String path(String from, int most) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("tenant", tenant);
    query.put("team", team);
    query.put("name", name);
    query.put("state", state);
    query.put("limit", Integer.toString(most));
    query.put("after", from);
    return "/admin/credentials?"
        + query.entrySet().stream()
            .filter(each -> !each.getValue().isEmpty())
            .map(each -> each.getKey() + "=" + ConsoleClient.segment(each.getValue()))
            .collect(Collectors.joining("&"));
  }

  private void print(ArrayNode keys, String next) {
    Table table = new Table("ID", "TENANT", "NAME", "CREATED", "EXPIRES", "LIMITS", "");
    for (JsonNode key : keys) {
      String of = key.path("team").asText();
      table.row(
          key.path("id").asText(),
          key.path("tenant").asText() + (of.isEmpty() ? "" : "/" + of),
          key.path("name").asText(),
          key.path("createdAt").asText(),
          key.path("expiresAt").asText("never"),
          LimitText.of(key.path("limits")),
          key.path("revoked").asBoolean() ? "revoked" : "");
    }
    table.print(terminal.out());
    if (!next.isEmpty()) {
      terminal.err().println("there are more: --after " + next);
    }
  }
}
