package dev.strowger.dialects.api.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.json.JsonSplice;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code response} object around the output: it says again what was asked. */
final class Envelope {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String REQUEST = "req_";

  /** All that is said again; the input, which may be large, is passed over. */
  private static final Set<String> ECHOED =
      Set.of(
          "instructions",
          "max_output_tokens",
          "max_tool_calls",
          "metadata",
          "parallel_tool_calls",
          "previous_response_id",
          "prompt_cache_key",
          "reasoning",
          "safety_identifier",
          "store",
          "temperature",
          "text",
          "tool_choice",
          "tools",
          "top_logprobs",
          "top_p",
          "truncation",
          "user");

  private final Call call;
  private final String suffix;
  private final Map<String, JsonNode> asked = new HashMap<>();

  Envelope(Call call) {
    this.call = call;
    String id = call.requestId();
    this.suffix = id.startsWith(REQUEST) ? id.substring(REQUEST.length()) : id;
    JsonSplice.scan(
        call.body(),
        0,
        call.body().length,
        (name, parser) -> {
          if (ECHOED.contains(name)) {
            asked.put(name, Json.subtree(parser));
          }
          return JsonSplice.Edit.KEEP;
        });
  }

  /** An id of an item, e.g. {@code msg_0198f3c2_0}. */
  String itemId(String prefix, int index) {
    return prefix + suffix + "_" + index;
  }

  /**
   * @param finish empty while the answer is being made
   */
  void write(
      JsonGenerator json,
      Optional<FinishReason> finish,
      Collection<OutputItem> output,
      TokenUsage usage)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", "resp_" + suffix);
    json.writeStringField("object", "response");
    json.writeNumberField("created_at", call.createdSeconds());
    status(json, finish);
    json.writeStringField("model", call.model());
    json.writeArrayFieldStart("output");
    for (OutputItem item : output) {
      item.write(json);
    }
    json.writeEndArray();
    echo(json);
    if (finish.isPresent()) {
      usage(json, usage);
    }
    json.writeEndObject();
  }

  private static void status(JsonGenerator json, Optional<FinishReason> finish) throws IOException {
    json.writeStringField("status", finish.map(Envelope::status).orElse("in_progress"));
    json.writeBooleanField("background", false);
    json.writeNullField("error");
    json.writeFieldName("incomplete_details");
    switch (finish.orElse(FinishReason.STOP)) {
      case STOP, TOOL_CALLS -> json.writeNull();
      case LENGTH -> reason(json, "max_output_tokens");
      case CONTENT_FILTER -> reason(json, "content_filter");
    }
  }

  private static String status(FinishReason finish) {
    return isWhole(finish) ? "completed" : "incomplete";
  }

  /** Whether the model said all it wanted to. */
  static boolean isWhole(FinishReason finish) {
    return switch (finish) {
      case STOP, TOOL_CALLS -> true;
      case LENGTH, CONTENT_FILTER -> false;
    };
  }

  private static void reason(JsonGenerator json, String reason) throws IOException {
    json.writeStartObject();
    json.writeStringField("reason", reason);
    json.writeEndObject();
  }

  /** With the API's own defaults. */
  private void echo(JsonGenerator json) throws IOException {
    echo(json, "instructions", NODES.nullNode());
    echo(json, "max_output_tokens", NODES.nullNode());
    echo(json, "max_tool_calls", NODES.nullNode());
    echo(json, "metadata", NODES.objectNode());
    echo(json, "parallel_tool_calls", NODES.booleanNode(true));
    echo(json, "previous_response_id", NODES.nullNode());
    json.writeFieldName("reasoning");
    json.writeTree(members("reasoning", NODES.nullNode(), "effort", "summary"));
    echo(json, "store", NODES.booleanNode(true));
    echo(json, "temperature", NODES.numberNode(1));
    json.writeFieldName("text");
    json.writeTree(text());
    echo(json, "tool_choice", NODES.textNode("auto"));
    json.writeFieldName("tools");
    json.writeTree(tools());
    echo(json, "top_logprobs", NODES.numberNode(0));
    echo(json, "top_p", NODES.numberNode(1));
    echo(json, "truncation", NODES.textNode("disabled"));
    json.writeNullField("access_programs");
    for (String optional : new String[] {"prompt_cache_key", "safety_identifier", "user"}) {
      if (asked.containsKey(optional)) {
        echo(json, optional, NODES.nullNode());
      }
    }
  }

  private void echo(JsonGenerator json, String name, JsonNode otherwise) throws IOException {
    json.writeFieldName(name);
    JsonNode value = asked.getOrDefault(name, otherwise);
    json.writeTree(value.isNull() ? otherwise : value);
  }

  /** The object asked for, where these members are there in any case. */
  private ObjectNode members(String name, JsonNode otherwise, String... members) {
    ObjectNode object =
        asked.getOrDefault(name, MissingNode.getInstance()) instanceof ObjectNode given
            ? given.deepCopy()
            : NODES.objectNode();
    for (String member : members) {
      if (!object.has(member)) {
        object.set(member, otherwise);
      }
    }
    return object;
  }

  private ObjectNode text() {
    ObjectNode text = members("text", NODES.textNode("medium"), "verbosity");
    if (!text.hasNonNull("format")) {
      text.putObject("format").put("type", "text");
    }
    return text;
  }

  private ArrayNode tools() {
    ArrayNode tools = NODES.arrayNode();
    for (JsonNode tool : asked.getOrDefault("tools", NODES.arrayNode())) {
      JsonNode said = tool.deepCopy();
      if (said instanceof ObjectNode function && tool.path("type").asText().equals("function")) {
        function.putIfAbsent("parameters", NODES.nullNode());
        function.putIfAbsent("strict", NODES.booleanNode(false));
      }
      tools.add(said);
    }
    return tools;
  }

  private static void usage(JsonGenerator json, TokenUsage usage) throws IOException {
    json.writeObjectFieldStart("usage");
    json.writeNumberField("input_tokens", usage.input());
    json.writeObjectFieldStart("input_tokens_details");
    json.writeNumberField("cached_tokens", usage.cachedInput());
    json.writeNumberField("cache_write_tokens", usage.cacheWrite());
    json.writeEndObject();
    json.writeNumberField("output_tokens", usage.output());
    json.writeObjectFieldStart("output_tokens_details");
    json.writeNumberField("reasoning_tokens", usage.reasoning());
    json.writeEndObject();
    json.writeNumberField("total_tokens", usage.input() + usage.output());
    json.writeEndObject();
  }
}
