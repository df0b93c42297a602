package dev.strowger.dialects.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.conversation.ToolUse;
import dev.strowger.dialects.conversation.ToolUse.Choice;
import dev.strowger.dialects.conversation.ToolUse.Tool;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.AnswerTool;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tools, what must be called, and JSON answers. A schema that must be followed to the letter goes
 * to the models that can be held to one ({@code outputConfig}); other JSON answers are asked for as
 * the input of a tool of a reserved name, which the decoders turn back into text, so that nothing
 * has to be remembered between request and response.
 */
final class BedrockTools {
  private static final String ANSWER_DESCRIPTION =
      "Gives the final answer to the user. The input of this tool is the answer itself.";

  private BedrockTools() {}

  /** Whether the model must call a tool. */
  static boolean put(Conversation asked, Maker maker, ObjectNode json, Losses losses) {
    Optional<Tool> answer = Optional.empty();
    if (textIsJson(asked.tools(), asked.output())) {
      if (asked.output() instanceof OutputFormat.JsonSchema schema
          && schema.strict()
          && maker.strict()) {
        nativeSchema(schema, json);
      } else {
        answer = Optional.of(answerTool(asked.output(), losses));
      }
    }
    ToolUse use = asked.tools();
    ArrayNode tools = JsonNodeFactory.instance.arrayNode();
    if (!(use.choice() instanceof Choice.None)) {
      use.tools().forEach(tool -> tool(tool, maker, tools, losses));
    }
    answer.ifPresent(tool -> tool(tool, maker, tools, losses));
    if (tools.isEmpty()) {
      toolsOfThePast(asked, maker, tools, losses);
    }
    if (tools.isEmpty()) {
      return false;
    }
    use.cacheMark().ifPresent(mark -> BedrockParts.cachePoint(mark, maker, tools, losses));
    ObjectNode config = json.putObject("toolConfig");
    config.set("tools", tools);
    if (!use.parallel() && answer.isEmpty()) {
      losses.drop("parallel_tool_calls", "Converse cannot forbid several calls at once");
    }
    return choice(use, answer.isPresent(), config);
  }

  private static void nativeSchema(OutputFormat.JsonSchema output, ObjectNode json) {
    ObjectNode format =
        json.withObject("/outputConfig").putObject("textFormat").put("type", "json_schema");
    ObjectNode schema =
        format
            .putObject("structure")
            .putObject("jsonSchema")
            .put("schema", new String(Json.bytes(output.schema()), StandardCharsets.UTF_8))
            .put("name", output.name());
    if (!output.description().isEmpty()) {
      schema.put("description", output.description());
    }
  }

  /** Where the client wants one of its own tools called, there is no text to be JSON. */
  private static boolean textIsJson(ToolUse use, OutputFormat output) {
    return !(output instanceof OutputFormat.Text)
        && switch (use.choice()) {
          case Choice.Auto(), Choice.None() -> true;
          case Choice.Required() -> use.tools().isEmpty();
          case Choice.Named(var name) -> false;
        };
  }

  private static Tool answerTool(OutputFormat output, Losses losses) {
    ObjectNode anyObject = JsonNodeFactory.instance.objectNode().put("type", "object");
    return switch (output) {
      case OutputFormat.JsonSchema(var name, var description, var schema, var strict) -> {
        if (strict) {
          losses.hint("response_format.json_schema.strict");
        }
        yield new Tool(
            AnswerTool.NAME,
            description.isEmpty() ? ANSWER_DESCRIPTION : ANSWER_DESCRIPTION + " " + description,
            schema,
            false);
      }
      case OutputFormat.JsonObject() ->
          new Tool(AnswerTool.NAME, ANSWER_DESCRIPTION, anyObject, false);
      case OutputFormat.Text() -> throw new IllegalStateException("text needs no tool");
    };
  }

  /**
   * Converse refuses calls and results in a conversation without tools, so those that were called
   * are named again; the model may then call them once more.
   */
  private static void toolsOfThePast(
      Conversation asked, Maker maker, ArrayNode tools, Losses losses) {
    Set<String> called = new LinkedHashSet<>();
    for (Message message : asked.messages()) {
      if (message instanceof Message.Assistant assistant) {
        assistant.calls().forEach(call -> called.add(call.name()));
      }
    }
    if (called.isEmpty()) {
      return;
    }
    losses.drop(
        asked.tools().tools().isEmpty() ? "tools" : "tool_choice",
        "Converse cannot forbid calls in a conversation that has had some");
    ToolUse use = asked.tools();
    if (!use.tools().isEmpty()) {
      use.tools().forEach(tool -> tool(tool, maker, tools, losses));
      return;
    }
    ObjectNode anyObject = JsonNodeFactory.instance.objectNode().put("type", "object");
    called.forEach(name -> tool(new Tool(name, "", anyObject, false), maker, tools, losses));
  }

  private static boolean choice(ToolUse use, boolean answerTool, ObjectNode config) {
    if (answerTool) {
      boolean others = use.choice() instanceof Choice.Auto && !use.tools().isEmpty();
      if (others) {
        config.putObject("toolChoice").putObject("any");
      } else {
        config.putObject("toolChoice").putObject("tool").put("name", AnswerTool.NAME);
      }
      return true;
    }
    return switch (use.choice()) {
      // The default; some models refuse it if it is said.
      case Choice.Auto(), Choice.None() -> false;
      case Choice.Required() -> {
        config.putObject("toolChoice").putObject("any");
        yield true;
      }
      case Choice.Named(var name) -> {
        config.putObject("toolChoice").putObject("tool").put("name", name);
        yield true;
      }
    };
  }

  private static void tool(Tool tool, Maker maker, ArrayNode tools, Losses losses) {
    ObjectNode spec = tools.addObject().putObject("toolSpec").put("name", tool.name());
    if (!tool.description().isEmpty()) {
      spec.put("description", tool.description());
    }
    spec.putObject("inputSchema").set("json", tool.parameters());
    if (tool.strict() && maker.strict()) {
      spec.put("strict", true);
    } else if (tool.strict()) {
      losses.hint("tools.function.strict");
    }
  }
}
