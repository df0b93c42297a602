package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.conversation.ToolUse;
import dev.strowger.dialects.conversation.ToolUse.Choice;
import dev.strowger.dialects.conversation.ToolUse.Tool;
import dev.strowger.dialects.wire.AnswerTool;

/**
 * Tools and what must be called. An answer that has to be JSON, of a target that cannot be held to
 * a schema, is asked for as the input of a tool of a reserved name; the decoders turn that input
 * back into text, so nothing has to be remembered between request and response.
 */
final class AnthropicTools {
  private static final String ANSWER_DESCRIPTION =
      "Gives the final answer to the user. The input of this tool is the answer itself.";

  private AnthropicTools() {}

  static void put(
      ToolUse use,
      OutputFormat output,
      ClaudeModel model,
      CacheMarks marks,
      Losses losses,
      ObjectNode json) {
    boolean answerTool = answersByTool(use, output, model);
    if (use.tools().isEmpty() && !answerTool) {
      if (use.cacheMark().isPresent()) {
        losses.hint("cache_control");
      }
      return;
    }
    ArrayNode tools = json.putArray("tools");
    for (int i = 0; i < use.tools().size(); i++) {
      Tool tool = use.tools().get(i);
      ObjectNode written = tool(tool, tools);
      if (tool.strict() && model.schemas()) {
        written.put("strict", true);
      } else if (tool.strict()) {
        losses.hint("tools[" + i + "].function.strict");
      }
    }
    use.cacheMark().ifPresent(mark -> marks.mark(tools, mark));
    if (answerTool) {
      tool(answerTool(output), tools);
    }
    ObjectNode choice = answerTool ? choiceWithAnswer(use) : choice(use.choice());
    boolean mayCall = !choice.path("type").asText().equals("none");
    if (!use.parallel() && mayCall) {
      choice.put("disable_parallel_tool_use", true);
    }
    if (choice.size() > 1 || !choice.path("type").asText().equals("auto")) {
      json.set("tool_choice", choice);
    }
  }

  /** Whether the body asks for a call in any case. */
  static boolean forced(ObjectNode json) {
    return switch (json.path("tool_choice").path("type").asText()) {
      case "any", "tool" -> true;
      default -> false;
    };
  }

  /** Where the client wants one of its own tools called, there is no text to be JSON. */
  private static boolean answersByTool(ToolUse use, OutputFormat output, ClaudeModel model) {
    boolean byTool =
        switch (output) {
          case OutputFormat.Text() -> false;
          case OutputFormat.JsonObject() -> true;
          case OutputFormat.JsonSchema _ -> !model.schemas();
        };
    return byTool
        && switch (use.choice()) {
          case Choice.Auto() -> true;
          case Choice.None() -> true;
          case Choice.Required() -> use.tools().isEmpty();
          case Choice.Named(var name) -> false;
        };
  }

  private static Tool answerTool(OutputFormat output) {
    ObjectNode anyObject = JsonNodeFactory.instance.objectNode().put("type", "object");
    return switch (output) {
      case OutputFormat.JsonSchema(var name, var description, var schema, var strict) ->
          new Tool(
              AnswerTool.NAME,
              description.isEmpty() ? ANSWER_DESCRIPTION : ANSWER_DESCRIPTION + " " + description,
              schema,
              strict);
      case OutputFormat.JsonObject() ->
          new Tool(AnswerTool.NAME, ANSWER_DESCRIPTION, anyObject, false);
      case OutputFormat.Text() -> throw new IllegalStateException("text needs no tool");
    };
  }

  private static ObjectNode choiceWithAnswer(ToolUse use) {
    ObjectNode choice = JsonNodeFactory.instance.objectNode();
    if (use.choice() instanceof Choice.Auto && !use.tools().isEmpty()) {
      return choice.put("type", "any");
    }
    return choice
        .put("type", "tool")
        .put("name", AnswerTool.NAME)
        .put("disable_parallel_tool_use", true);
  }

  private static ObjectNode choice(Choice choice) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return switch (choice) {
      case Choice.Auto() -> json.put("type", "auto");
      case Choice.None() -> json.put("type", "none");
      case Choice.Required() -> json.put("type", "any");
      case Choice.Named(var name) -> json.put("type", "tool").put("name", name);
    };
  }

  private static ObjectNode tool(Tool tool, ArrayNode tools) {
    ObjectNode json = tools.addObject().put("name", tool.name());
    if (!tool.description().isEmpty()) {
      json.put("description", tool.description());
    }
    json.set("input_schema", tool.parameters());
    return json;
  }
}
