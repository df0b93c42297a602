package dev.strowger.dialects.cohere;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.ToolUse;
import dev.strowger.dialects.conversation.ToolUse.Choice;
import dev.strowger.dialects.conversation.ToolUse.Tool;

/** Tools and whether one must be called. */
final class CohereTools {
  private CohereTools() {}

  static void put(ToolUse use, ObjectNode json, Losses losses) {
    if (use.cacheMark().isPresent()) {
      losses.hint("cache_control");
    }
    if (use.tools().isEmpty()) {
      return;
    }
    if (!use.parallel() && !(use.choice() instanceof Choice.None)) {
      losses.drop("parallel_tool_calls", "Cohere may call several tools at once");
    }
    ArrayNode tools = json.putArray("tools");
    boolean strict = false;
    for (Tool tool : use.tools()) {
      if (offered(tool, use.choice())) {
        strict |= tool.strict();
        tool(tool, tools);
      }
    }
    if (tools.size() < use.tools().size()) {
      losses.hint("tools");
    }
    if (strict) {
      json.put("strict_tools", true);
    }
    switch (use.choice()) {
      case Choice.Auto() -> {}
      case Choice.None() -> json.put("tool_choice", "NONE");
      case Choice.Required() -> json.put("tool_choice", "REQUIRED");
      case Choice.Named _ -> json.put("tool_choice", "REQUIRED");
    }
  }

  /** No tool can be named; where it is the only one, it is the one that must be called. */
  private static boolean offered(Tool tool, Choice choice) {
    return !(choice instanceof Choice.Named(var name)) || name.equals(tool.name());
  }

  private static void tool(Tool tool, ArrayNode tools) {
    ObjectNode function = tools.addObject().put("type", "function").putObject("function");
    function.put("name", tool.name());
    if (!tool.description().isEmpty()) {
      function.put("description", tool.description());
    }
    function.set("parameters", tool.parameters());
  }
}
