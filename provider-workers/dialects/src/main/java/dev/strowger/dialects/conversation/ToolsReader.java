package dev.strowger.dialects.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.conversation.ToolUse.Choice;
import dev.strowger.dialects.conversation.ToolUse.Tool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}. */
final class ToolsReader {
  private final Problems problems;

  ToolsReader(Problems problems) {
    this.problems = problems;
  }

  ToolUse read(JsonNode root) {
    List<Tool> tools = tools(root.path("tools"));
    JsonNode choice = root.path("tool_choice");
    boolean parallel = problems.flag(root, "parallel_tool_calls", true);
    if (choice.path("type").asText().equals("allowed_tools")) {
      JsonNode allowed = choice.has("allowed_tools") ? choice.path("allowed_tools") : choice;
      return new ToolUse(
          only(tools, allowed), mode(allowed.path("mode")), parallel, Optional.empty());
    }
    return new ToolUse(tools, choice(choice, tools), parallel, Optional.empty());
  }

  private List<Tool> tools(JsonNode nodes) {
    if (!Problems.absent(nodes) && !nodes.isArray()) {
      problems.add("tools", "expected a list");
      return List.of();
    }
    List<Tool> tools = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      String path = "tools[" + i + "]";
      JsonNode node = nodes.get(i);
      if (!node.path("type").asText().equals("function")) {
        problems.add(path + ".type", "this target knows tools of type function only");
      }
      JsonNode function = node.path("function");
      tools.add(
          new Tool(
              problems.text(function, "name", path + ".function"),
              function.path("description").asText(""),
              parameters(function.path("parameters"), path),
              function.path("strict").asBoolean()));
    }
    return tools;
  }

  private ObjectNode parameters(JsonNode schema, String path) {
    if (schema instanceof ObjectNode object && !object.isEmpty()) {
      return object;
    }
    if (!Problems.absent(schema) && !schema.isObject()) {
      problems.add(path + ".function.parameters", "expected a JSON schema");
    }
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    none.put("type", "object").putObject("properties");
    return none;
  }

  private Choice choice(JsonNode choice, List<Tool> tools) {
    if (Problems.absent(choice) || choice.isTextual()) {
      return mode(choice);
    }
    if (!choice.path("type").asText().equals("function")) {
      problems.add("tool_choice.type", "expected function or allowed_tools");
      return new Choice.Auto();
    }
    String name = problems.text(choice.path("function"), "name", "tool_choice.function");
    if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
      problems.add("tool_choice.function.name", "no tool of this name is among the tools");
    }
    return new Choice.Named(name);
  }

  private Choice mode(JsonNode mode) {
    return switch (mode.asText("auto")) {
      // The text of a null node.
      case "auto", "null" -> new Choice.Auto();
      case "none" -> new Choice.None();
      case "required" -> new Choice.Required();
      default -> {
        problems.add("tool_choice", "expected auto, none, required or a named function");
        yield new Choice.Auto();
      }
    };
  }

  private static List<Tool> only(List<Tool> tools, JsonNode allowed) {
    Set<String> names = new HashSet<>();
    for (JsonNode tool : allowed.path("tools")) {
      names.add(tool.path("function").path("name").asText(tool.path("name").asText()));
    }
    return tools.stream().filter(tool -> names.contains(tool.name())).toList();
  }
}
