package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.conversation.ToolUse;
import dev.strowger.dialects.conversation.ToolUse.Choice;
import dev.strowger.dialects.conversation.ToolUse.Tool;
import dev.strowger.dialects.wire.AnswerTool;
import java.util.List;
import java.util.Set;

/**
 * Tools and what must be called. Before generation 3 a JSON answer and tools exclude each other;
 * there an answer that has to be JSON is asked for as the arguments of a tool of a reserved name,
 * and the readers turn these back into text.
 */
final class GeminiTools {
  private static final String ANSWER_DESCRIPTION =
      "Gives the final answer to the user. The arguments of this tool are the answer itself.";
  private static final Set<String> WITHOUT_CONTENT =
      Set.of("type", "properties", "required", "additionalProperties", "$schema");

  private final Provider provider;
  private final GeminiModel model;
  private final Losses losses;

  GeminiTools(Provider provider, GeminiModel model, Losses losses) {
    this.provider = provider;
    this.model = model;
    this.losses = losses;
  }

  /** Whether the answer's text is to be JSON by the API's own means. */
  static boolean answersInJson(ToolUse use, OutputFormat output, GeminiModel model) {
    return !(output instanceof OutputFormat.Text)
        && (model.from(3, 0) || use.tools().isEmpty() || use.choice() instanceof Choice.None);
  }

  void put(ToolUse use, OutputFormat output, ObjectNode json) {
    boolean excluded = !(output instanceof OutputFormat.Text) && !model.from(3, 0);
    use.cacheMark().ifPresent(mark -> losses.hint("cache_control"));
    // Tools that must not be called are, to Gemini, as if they were not there.
    if (use.tools().isEmpty() || (excluded && use.choice() instanceof Choice.None)) {
      return;
    }
    ArrayNode declarations = JsonNodeFactory.instance.arrayNode();
    use.tools().forEach(tool -> declare(tool, declarations));
    boolean answerTool = excluded && use.choice() instanceof Choice.Auto;
    if (answerTool) {
      declare(answerTool(output), declarations);
    }
    json.putArray("tools").addObject().set("functionDeclarations", declarations);
    if (!use.parallel() && !(use.choice() instanceof Choice.None)) {
      losses.drop("parallel_tool_calls", "Gemini may always call several tools at once");
    }
    ObjectNode config = answerTool ? mode("ANY") : choice(use);
    boolean strict = use.tools().stream().anyMatch(Tool::strict);
    if (strict && !config.path("mode").asText().equals("VALIDATED")) {
      losses.hint("tools.function.strict");
    }
    if (!config.isEmpty()) {
      json.putObject("toolConfig").set("functionCallingConfig", config);
    }
  }

  /** The schema with a description of its own or, where it has none, this one. */
  static ObjectNode described(ObjectNode schema, String description) {
    return description.isEmpty() || schema.has("description")
        ? schema
        : schema.deepCopy().put("description", description);
  }

  private ObjectNode choice(ToolUse use) {
    return switch (use.choice()) {
      // Holds arguments to their schemas; in Vertex AI a preview only.
      case Choice.Auto() ->
          provider.dialect() == Family.GEMINI
                  && model.from(2, 5)
                  && use.tools().stream().allMatch(Tool::strict)
              ? mode("VALIDATED")
              : JsonNodeFactory.instance.objectNode();
      case Choice.None() -> mode("NONE");
      case Choice.Required() -> mode("ANY");
      case Choice.Named(var name) -> {
        ObjectNode any = mode("ANY");
        any.putArray("allowedFunctionNames").add(name);
        yield any;
      }
    };
  }

  private static ObjectNode mode(String mode) {
    return JsonNodeFactory.instance.objectNode().put("mode", mode);
  }

  private static Tool answerTool(OutputFormat output) {
    ObjectNode anyObject = JsonNodeFactory.instance.objectNode().put("type", "object");
    return switch (output) {
      case OutputFormat.JsonSchema(var name, var description, var schema, var strict) ->
          new Tool(
              AnswerTool.NAME,
              String.join(" ", List.of(ANSWER_DESCRIPTION, description)).strip(),
              schema,
              strict);
      case OutputFormat.JsonObject(), OutputFormat.Text() ->
          new Tool(AnswerTool.NAME, ANSWER_DESCRIPTION, anyObject, false);
    };
  }

  private static void declare(Tool tool, ArrayNode declarations) {
    ObjectNode json = declarations.addObject().put("name", tool.name());
    if (!tool.description().isEmpty()) {
      json.put("description", tool.description());
    }
    if (takesSomething(tool.parameters())) {
      json.set("parametersJsonSchema", tool.parameters());
    }
  }

  /** A function without parameters is declared without a schema. */
  private static boolean takesSomething(ObjectNode schema) {
    JsonNode more = schema.path("additionalProperties");
    return !schema.has("properties")
        || !schema.path("properties").isEmpty()
        || more.isObject()
        || more.asBoolean()
        || schema.properties().stream()
            .anyMatch(field -> !WITHOUT_CONTENT.contains(field.getKey()));
  }
}
