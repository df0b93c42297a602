package dev.strowger.dialects.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.api.CacheMarks;
import dev.strowger.dialects.api.Leftovers;
import dev.strowger.dialects.api.ToolChoices;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.conversation.Problems;
import dev.strowger.dialects.conversation.ToolUse;
import dev.strowger.dialects.conversation.ToolUse.Choice;
import dev.strowger.dialects.conversation.ToolUse.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}. Functions alone are
 * known to all providers; tools that OpenAI runs itself, and custom ones, are not.
 */
final class ToolsReader {
  private final Problems problems;
  private final Leftovers leftovers;

  ToolsReader(Problems problems, Leftovers leftovers) {
    this.problems = problems;
    this.leftovers = leftovers;
  }

  ToolUse read(JsonNode root) {
    JsonNode nodes = root.path("tools");
    List<Tool> tools = new ArrayList<>();
    Optional<Part.CacheMark> mark = Optional.empty();
    if (!Problems.absent(nodes) && !nodes.isArray()) {
      problems.add("tools", "expected a list");
    }
    for (int i = 0; nodes.isArray() && i < nodes.size(); i++) {
      String path = "tools[" + i + "]";
      if (nodes.get(i).path("type").asText().equals("function")) {
        tools.add(tool(nodes.get(i), path));
        Optional<Part.CacheMark> before = mark;
        mark = CacheMarks.of(nodes.get(i)).or(() -> before);
      } else {
        leftovers.foreign(path);
      }
    }
    return use(root, tools, mark);
  }

  private Tool tool(JsonNode node, String path) {
    return new Tool(
        problems.text(node, "name", path),
        problems.optionalText(node, "description", path + ".description").orElse(""),
        ToolChoices.parameters(node.path("parameters"), path + ".parameters", problems),
        // Where it is not said, OpenAI tries and goes on without.
        node.path("strict").asBoolean());
  }

  private ToolUse use(JsonNode root, List<Tool> tools, Optional<Part.CacheMark> mark) {
    boolean parallel = problems.flag(root, "parallel_tool_calls", true);
    JsonNode choice = root.path("tool_choice");
    if (Problems.absent(choice) || choice.isTextual()) {
      return new ToolUse(
          tools, ToolChoices.mode(choice, "tool_choice", tools, problems), parallel, mark);
    }
    return switch (choice.path("type").asText()) {
      case "function" -> {
        String name = problems.text(choice, "name", "tool_choice");
        yield new ToolUse(
            tools, ToolChoices.named(name, "tool_choice.name", tools, problems), parallel, mark);
      }
      case "allowed_tools" -> {
        List<Tool> only = ToolChoices.only(tools, choice.path("tools"));
        Choice mode = ToolChoices.mode(choice.path("mode"), "tool_choice", only, problems);
        yield new ToolUse(only, mode, parallel, mark);
      }
      default -> {
        problems.add("tool_choice.type", "expected function or allowed_tools");
        yield new ToolUse(tools, new Choice.Auto(), parallel, mark);
      }
    };
  }
}
