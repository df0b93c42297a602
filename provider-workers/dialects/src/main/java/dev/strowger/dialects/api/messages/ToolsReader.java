package dev.strowger.dialects.api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.conversation.ToolUse;
import dev.strowger.dialects.conversation.ToolUse.Choice;
import dev.strowger.dialects.conversation.ToolUse.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code tools} and {@code tool_choice}. */
final class ToolsReader {
  /** Arguments that come as they are made are what the other providers do anyway. */
  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "name",
          "description",
          "input_schema",
          "cache_control",
          "strict",
          "eager_input_streaming");

  private final Fields fields;
  private boolean foreignTools;

  ToolsReader(Fields fields) {
    this.fields = fields;
  }

  ToolUse read(JsonNode root) {
    JsonNode nodes = root.path("tools");
    if (!Fields.absent(nodes) && !nodes.isArray()) {
      fields.wrong("tools", "expected a list");
    }
    List<Tool> tools = new ArrayList<>();
    Optional<Part.CacheMark> mark = Optional.empty();
    for (int i = 0; nodes.isArray() && i < nodes.size(); i++) {
      JsonNode node = nodes.path(i);
      String path = "tools." + i;
      Optional<Part.CacheMark> own = fields.cacheMark(node, path);
      mark = own.isPresent() ? own : mark;
      tool(node, path).ifPresent(tools::add);
    }
    JsonNode choice = root.path("tool_choice");
    boolean parallel = !fields.flag(choice, "disable_parallel_tool_use", "tool_choice");
    return new ToolUse(tools, choice(choice, tools), parallel, mark);
  }

  /** Empty for tools that Anthropic runs or defines, e.g. {@code web_search_20250305}. */
  private Optional<Tool> tool(JsonNode node, String path) {
    String type = fields.textOrNone(node, "type", path);
    if (!type.isEmpty() && !type.equals("custom")) {
      foreignTools = true;
      fields.foreign(path);
      return Optional.empty();
    }
    fields.onlyKnows(KNOWN, node, path);
    return Optional.of(
        new Tool(
            fields.text(node, "name", path),
            fields.textOrNone(node, "description", path),
            fields.object(node, "input_schema", path),
            fields.flag(node, "strict", path)));
  }

  private Choice choice(JsonNode choice, List<Tool> tools) {
    if (Fields.absent(choice)) {
      return new Choice.Auto();
    }
    return switch (choice.path("type").asText()) {
      case "auto" -> new Choice.Auto();
      case "none" -> new Choice.None();
      case "any" -> tools.isEmpty() && foreignTools ? new Choice.Auto() : new Choice.Required();
      case "tool" -> named(fields.text(choice, "name", "tool_choice"), tools);
      default -> {
        fields.wrong("tool_choice.type", "expected auto, any, tool or none");
        yield new Choice.Auto();
      }
    };
  }

  private Choice named(String name, List<Tool> tools) {
    if (tools.stream().anyMatch(tool -> tool.name().equals(name))) {
      return new Choice.Named(name);
    }
    if (!foreignTools) {
      fields.wrong("tool_choice.name", "no tool of this name is among the tools");
    }
    return new Choice.Auto();
  }
}
