package dev.strowger.dialects.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.conversation.Problems;
import dev.strowger.dialects.conversation.ToolUse.Choice;
import dev.strowger.dialects.conversation.ToolUse.Tool;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What OpenAI's APIs have in common about tools. */
public final class ToolChoices {
  private ToolChoices() {}

  /** {@code auto}, {@code none} or {@code required}; nothing is auto. */
  public static Choice mode(JsonNode mode, String path, List<Tool> tools, Problems problems) {
    if (Problems.absent(mode)) {
      return new Choice.Auto();
    }
    return switch (mode.asText()) {
      case "auto" -> new Choice.Auto();
      case "none" -> new Choice.None();
      case "required" -> {
        if (tools.isEmpty()) {
          problems.add(path, "a call is required, but there are no tools this target knows");
        }
        yield new Choice.Required();
      }
      default -> {
        problems.add(path, "expected auto, none, required or a named function");
        yield new Choice.Auto();
      }
    };
  }

  public static Choice named(String name, String path, List<Tool> tools, Problems problems) {
    if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
      problems.add(path, "no tool of this name is among the tools");
    }
    return new Choice.Named(name);
  }

  /** The tools that a choice of type {@code allowed_tools} leaves. */
  public static List<Tool> only(List<Tool> tools, JsonNode allowed) {
    Set<String> names = new HashSet<>();
    for (JsonNode tool : allowed) {
      names.add(tool.path("function").path("name").asText(tool.path("name").asText()));
    }
    return tools.stream().filter(tool -> names.contains(tool.name())).toList();
  }

  /** A schema of an object; a tool without parameters gets one without properties. */
  public static ObjectNode parameters(JsonNode schema, String path, Problems problems) {
    if (schema instanceof ObjectNode object && !object.isEmpty()) {
      return object;
    }
    if (!Problems.absent(schema) && !schema.isObject()) {
      problems.add(path, "expected a JSON schema");
    }
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    none.put("type", "object").putObject("properties");
    return none;
  }
}
