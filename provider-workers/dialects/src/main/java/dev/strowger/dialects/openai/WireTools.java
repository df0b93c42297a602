package dev.strowger.dialects.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Part.CacheMark;
import dev.strowger.dialects.conversation.ToolUse;
import dev.strowger.dialects.conversation.ToolUse.Choice;
import dev.strowger.dialects.conversation.ToolUse.Tool;

/** Tools and what must be called. */
final class WireTools {
  private WireTools() {}

  /**
   * @param marks whether the provider takes cache marks
   */
  static void put(ToolUse use, boolean marks, ObjectNode json, Losses losses) {
    if (use.tools().isEmpty()) {
      return;
    }
    ArrayNode tools = json.putArray("tools");
    ObjectNode last = null;
    for (Tool tool : use.tools()) {
      last = add(tool, tools);
    }
    if (use.cacheMark().isPresent() && last != null) {
      if (marks) {
        mark(last, use.cacheMark().get());
      } else {
        losses.hint("cache_control");
      }
    }
    choice(use.choice(), json);
    if (!use.parallel()) {
      json.put("parallel_tool_calls", false);
    }
  }

  static ObjectNode add(Tool tool, ArrayNode tools) {
    ObjectNode json = tools.addObject().put("type", "function");
    ObjectNode function = json.putObject("function").put("name", tool.name());
    if (!tool.description().isEmpty()) {
      function.put("description", tool.description());
    }
    function.set("parameters", tool.parameters());
    if (tool.strict()) {
      function.put("strict", true);
    }
    return json;
  }

  static void choice(Choice choice, ObjectNode json) {
    switch (choice) {
      case Choice.Auto() -> {}
      case Choice.None() -> json.put("tool_choice", "none");
      case Choice.Required() -> json.put("tool_choice", "required");
      case Choice.Named(var name) ->
          json.putObject("tool_choice")
              .put("type", "function")
              .putObject("function")
              .put("name", name);
    }
  }

  /** Anthropic's mark, which compatible servers take where Anthropic has it. */
  static void mark(ObjectNode json, CacheMark mark) {
    ObjectNode control = json.putObject("cache_control").put("type", "ephemeral");
    if (!mark.ttl().isEmpty()) {
      control.put("ttl", mark.ttl());
    }
  }
}
