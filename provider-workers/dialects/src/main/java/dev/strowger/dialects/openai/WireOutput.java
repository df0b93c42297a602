package dev.strowger.dialects.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.conversation.ToolUse;
import dev.strowger.dialects.conversation.ToolUse.Choice;
import dev.strowger.dialects.conversation.ToolUse.Tool;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.AnswerTool;
import java.nio.charset.StandardCharsets;

/**
 * An answer in JSON, by the means the provider has. Where that is a tool of a reserved name, the
 * readers turn its arguments back into text, so nothing has to be remembered in between.
 */
final class WireOutput {
  private static final String ANSWER_DESCRIPTION =
      "Gives the final answer to the user. The arguments of this tool are the answer itself.";

  private WireOutput() {}

  static void put(
      Conversation asked, Provider provider, ObjectNode json, ArrayNode messages, Losses losses) {
    switch (asked.output()) {
      case OutputFormat.Text() -> {}
      case OutputFormat.JsonObject() -> object(asked, provider, json, losses);
      case OutputFormat.JsonSchema schema ->
          schema(schema, asked, provider, json, messages, losses);
    }
  }

  private static void object(
      Conversation asked, Provider provider, ObjectNode json, Losses losses) {
    ObjectNode any = JsonNodeFactory.instance.objectNode().put("type", "object");
    switch (Abilities.of(provider).object()) {
      case FORMAT, JSON_OBJECT -> format(json, "json_object");
      case JSON_SCHEMA ->
          format(json, "json_schema")
              .putObject("json_schema")
              .put("name", "answer")
              .set("schema", any);
      case TOOL ->
          tool(new Tool(AnswerTool.NAME, ANSWER_DESCRIPTION, any, false), asked.tools(), json);
      case NOTHING -> losses.refuse("response_format", "this target gives no JSON");
    }
  }

  private static void schema(
      OutputFormat.JsonSchema asked,
      Conversation conversation,
      Provider provider,
      ObjectNode json,
      ArrayNode messages,
      Losses losses) {
    switch (Abilities.of(provider).schema()) {
      case FORMAT, JSON_SCHEMA -> {
        ObjectNode schema =
            format(json, "json_schema")
                .putObject("json_schema")
                .put("name", asked.name().isEmpty() ? "answer" : asked.name());
        if (!asked.description().isEmpty()) {
          schema.put("description", asked.description());
        }
        schema.set("schema", asked.schema());
        if (asked.strict()) {
          schema.put("strict", true);
        }
      }
      case JSON_OBJECT -> {
        if (asked.strict()) {
          losses.drop(
              "response_format.json_schema.strict",
              provider.name() + " follows a schema only as an instruction");
        }
        format(json, "json_object");
        messages.insertObject(0).put("role", "system").put("content", instruction(asked));
      }
      case TOOL ->
          tool(
              new Tool(
                  AnswerTool.NAME,
                  asked.description().isEmpty()
                      ? ANSWER_DESCRIPTION
                      : ANSWER_DESCRIPTION + " " + asked.description(),
                  asked.schema(),
                  asked.strict()),
              conversation.tools(),
              json);
      case NOTHING -> losses.refuse("response_format", "this target gives no JSON");
    }
  }

  private static String instruction(OutputFormat.JsonSchema asked) {
    return "Answer with one JSON object and nothing else. It must follow this JSON schema: "
        + new String(Json.bytes(asked.schema()), StandardCharsets.UTF_8);
  }

  private static ObjectNode format(ObjectNode json, String type) {
    return json.putObject("response_format").put("type", type);
  }

  private static void tool(Tool answer, ToolUse use, ObjectNode json) {
    // Where one of the client's own tools must be called, there is no text to be JSON.
    boolean clientsFirst =
        switch (use.choice()) {
          case Choice.Auto(), Choice.None() -> false;
          case Choice.Required() -> !use.tools().isEmpty();
          case Choice.Named(var name) -> true;
        };
    if (clientsFirst) {
      return;
    }
    WireTools.add(answer, json.withArray("tools"));
    json.remove("tool_choice");
    boolean mayCallOthers = use.choice() instanceof Choice.Auto && !use.tools().isEmpty();
    WireTools.choice(
        mayCallOthers ? new Choice.Required() : new Choice.Named(AnswerTool.NAME), json);
  }
}
