package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    description = "Shows how the gateway is; ends with 1 if it is not ready.",
    footerHeading = "%nExamples:%n",
    footer = {"  strowger status", "  strowger status --json"})
final class StatusCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private JsonFlag json = new JsonFlag();

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    JsonNode status = terminal.console().get("/admin/status");
    json.print(terminal, status, () -> print(status));
    return status.path("ready").asBoolean() ? 0 : Strowger.FAILED;
  }

  private void print(JsonNode status) {
    say(
        "gateway",
        (status.path("ready").asBoolean() ? "ready" : "NOT READY")
            + ", up "
            + span(Duration.ofSeconds(status.path("uptimeSeconds").asLong())));
    status
        .path("problems")
        .properties()
        .forEach(p -> say("  problem", p.getKey() + ": " + p.getValue().asText()));
    say("release", status.at("/versions/strowger").asText());
    policy(status.path("policy"), status.path("manifests"));
    JsonNode topics = status.path("topics");
    say(
        "topics",
        topics.path("problems").isEmpty()
            ? "all " + topics.path("expected").asInt() + " as they should be"
            : topics.path("problems").size() + " problems");
    topics.path("problems").forEach(p -> say("  problem", p.asText()));
    terminal.out().println();
    Table table = new Table("PROVIDER", "DIALECT", "STATE", "ANSWERS COME FROM");
    for (JsonNode provider : status.path("providers")) {
      String reason = provider.path("reason").asText();
      table.row(
          provider.path("name").asText(),
          provider.path("dialect").asText(),
          provider.path("state").asText("not seen yet") + (reason.isEmpty() ? "" : ": " + reason),
          provider.path("simulated").asBoolean() ? "the simulator" : "the provider");
    }
    table.print(terminal.out());
  }

  private void policy(JsonNode policy, JsonNode manifests) {
    say(
        "policy",
        policy.isNull()
            ? "NONE: nothing can be routed"
            : policy.path("version").asText()
                + ", published "
                + policy.path("publishedAt").asText()
                + " from "
                + policy.path("source").asText());
    if (!manifests.path("problems").isEmpty()) {
      say("manifests", "NOT IN FORCE: the files have problems");
      manifests.path("problems").forEach(p -> say("  problem", PolicyCommand.line(p)));
    } else {
      say(
          "manifests",
          manifests.path("inForce").asBoolean()
              ? "in force"
              : "not in force: another policy was applied since they were saved");
    }
  }

  private void say(String what, String text) {
    terminal.out().printf("%-10s  %s%n", what, text);
  }

  private static String span(Duration time) {
    if (time.toHours() > 0) {
      return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
        : time.toSeconds() + " s";
  }
}
