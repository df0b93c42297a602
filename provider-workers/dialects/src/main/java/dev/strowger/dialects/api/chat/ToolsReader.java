package dev.strowger.dialects.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * Reads {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}, or the older {@code
 * functions} and {@code function_call}.
 */
final class ToolsReader {
  private final Problems problems;
  private final Leftovers leftovers;

  ToolsReader(Problems problems, Leftovers leftovers) {
    this.problems = problems;
    this.leftovers = leftovers;
  }

  ToolUse read(JsonNode root) {
    if (Functions.asked(root)) {
      return functions(root);
    }
    JsonNode nodes = root.path("tools");
    List<Tool> tools = tools(nodes);
    boolean parallel = problems.flag(root, "parallel_tool_calls", true);
    JsonNode choice = root.path("tool_choice");
    if (choice.path("type").asText().equals("allowed_tools")) {
      JsonNode allowed = choice.has("allowed_tools") ? choice.path("allowed_tools") : choice;
      List<Tool> only = ToolChoices.only(tools, allowed.path("tools"));
      Choice mode = ToolChoices.mode(allowed.path("mode"), "tool_choice", only, problems);
      return new ToolUse(only, mode, parallel, mark(nodes));
    }
    return new ToolUse(tools, choice(choice, tools), parallel, mark(nodes));
  }

  /** The older form has one call at a time. */
  private ToolUse functions(JsonNode root) {
    List<Tool> tools = new ArrayList<>();
    for (int i = 0; i < root.path("functions").size(); i++) {
      tools.add(tool(root.path("functions").get(i), "functions[" + i + "]"));
    }
    JsonNode choice = root.path("function_call");
    return new ToolUse(
        tools,
        choice.isObject()
            ? ToolChoices.named(
                problems.text(choice, "name", "function_call"),
                "function_call.name",
                tools,
                problems)
            : ToolChoices.mode(choice, "function_call", tools, problems),
        false,
        Optional.empty());
  }

  private List<Tool> tools(JsonNode nodes) {
    if (!Problems.absent(nodes) && !nodes.isArray()) {
      problems.add("tools", "expected a list");
      return List.of();
    }
    List<Tool> tools = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      String path = "tools[" + i + "]";
      if (nodes.get(i).path("type").asText().equals("function")) {
        tools.add(tool(nodes.get(i).path("function"), path + ".function"));
      } else {
        leftovers.foreign(path);
      }
    }
    return tools;
  }

  private Tool tool(JsonNode function, String path) {
    return new Tool(
        problems.text(function, "name", path),
        function.path("description").asText(""),
        parameters(function.path("parameters"), path),
        function.path("strict").asBoolean());
  }

  private ObjectNode parameters(JsonNode schema, String path) {
    return ToolChoices.parameters(schema, path + ".parameters", problems);
  }

  /** There is one place for a mark: behind the last tool. */
  private static Optional<Part.CacheMark> mark(JsonNode tools) {
    for (JsonNode tool : tools) {
      Optional<Part.CacheMark> mark =
          CacheMarks.of(tool).or(() -> CacheMarks.of(tool.path("function")));
      if (mark.isPresent()) {
        return mark;
      }
    }
    return Optional.empty();
  }

  private Choice choice(JsonNode choice, List<Tool> tools) {
    if (Problems.absent(choice) || choice.isTextual()) {
      return ToolChoices.mode(choice, "tool_choice", tools, problems);
    }
    if (!choice.path("type").asText().equals("function")) {
      problems.add("tool_choice.type", "expected function or allowed_tools");
      return new Choice.Auto();
    }
    return ToolChoices.named(
        problems.text(choice.path("function"), "name", "tool_choice.function"),
        "tool_choice.function.name",
        tools,
        problems);
  }
}
