package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Option;

/** {@code --json}, which every command has. */
final class JsonFlag {
  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean wanted;

  boolean wanted() {
    return wanted;
  }

  /** Prints the answer as JSON if that is wanted; else leaves it to the command. */
  void print(Terminal terminal, JsonNode answer, Runnable asText) {
    if (wanted) {
      terminal.print(answer);
    } else {
      asText.run();
    }
  }
}
