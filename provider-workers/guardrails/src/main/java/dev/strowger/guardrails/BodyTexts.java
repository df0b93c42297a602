package dev.strowger.guardrails;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The texts of a request's body, of any of the clients' APIs, each with who wrote it. Names,
 * structure, addresses, ids and encoded data are no texts. Not thread-safe.
 */
public final class BodyTexts {
  /** Whoever wrote a text. */
  public enum Source {
    /** The application's instructions. */
    SYSTEM,
    USER,
    ASSISTANT,
    /** Results of tools. */
    TOOL,
    /** Neither: descriptions of tools, tags. */
    OTHER
  }

  /** Sees a text and says what stands there from now on. */
  public interface Visitor {
    String visit(Source source, String text);
  }

  /** Values of these say how a request is built, never what is said. */
  private static final Set<String> STRUCTURE =
      Set.of(
          "cache_control",
          "call_id",
          "data",
          "detail",
          "effort",
          "encrypted_content",
          "file_data",
          "file_id",
          "file_url",
          "finish_reason",
          "format",
          "id",
          "image_url",
          "include",
          "item_id",
          "media_type",
          "mime_type",
          "modalities",
          "model",
          "name",
          "object",
          "previous_response_id",
          "reasoning_effort",
          "role",
          "service_tier",
          "signature",
          "status",
          "tool_call_id",
          "tool_choice",
          "tool_use_id",
          "truncation",
          "type",
          "url",
          "verbosity",
          "voice");

  /** Within these only descriptions are texts. */
  private static final Set<String> SCHEMAS =
      Set.of(
          "functions",
          "input_schema",
          "json_schema",
          "output_config",
          "parameters",
          "response_format",
          "schema",
          "tools");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final ObjectNode root;

  private BodyTexts(ObjectNode root) {
    this.root = root;
  }

  /** Empty if the bytes are not one JSON object. */
  public static Optional<BodyTexts> read(byte[] body) {
    try {
      return MAPPER.readTree(body) instanceof ObjectNode object
          ? Optional.of(new BodyTexts(object))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Names of the body's parameters. */
  public List<String> parameters() {
    List<String> names = new ArrayList<>();
    root.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The body with what the visitor said. */
  public byte[] visit(Visitor visitor) {
    object(root, Source.OTHER, visitor, false);
    try {
      return MAPPER.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read cannot be written", e);
    }
  }

  private static void object(ObjectNode node, Source outer, Visitor visitor, boolean schema) {
    Source source = source(node, outer);
    boolean document = node.path("type").asText("").equals("text");
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String key = field.getKey();
      boolean structure = STRUCTURE.contains(key) && !(document && key.equals("data"));
      Source of = outer == Source.OTHER && source == Source.OTHER ? named(key) : source;
      if (field.getValue() instanceof ObjectNode inner && !(structure && !schema)) {
        boolean free = (key.equals("input") || key.equals("metadata")) && !schema;
        if (free) {
          data(inner, of, visitor);
        } else {
          object(inner, of, visitor, schema || SCHEMAS.contains(key));
        }
      } else if (field.getValue() instanceof ArrayNode inner && !(structure && !schema)) {
        array(inner, of, visitor, schema || SCHEMAS.contains(key));
      } else if (field.getValue().isTextual() && !structure) {
        String text = field.getValue().textValue();
        if (key.equals("arguments") && !schema) {
          node.put(key, arguments(text, of, visitor));
        } else if (!schema || key.equals("description")) {
          node.put(key, visitor.visit(of, text));
        }
      }
    }
  }

  private static void array(ArrayNode node, Source source, Visitor visitor, boolean schema) {
    for (int i = 0; i < node.size(); i++) {
      switch (node.get(i)) {
        case ObjectNode inner -> object(inner, source, visitor, schema);
        case ArrayNode inner -> array(inner, source, visitor, schema);
        case JsonNode one when one.isTextual() && !schema ->
            node.set(i, visitor.visit(source, one.textValue()));
        default -> {}
      }
    }
  }

  /** What a model gave to a tool: all values are texts, numbers too. */
  private static void data(ObjectNode node, Source source, Visitor visitor) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      field.setValue(value(field.getValue(), source, visitor));
    }
  }

  private static JsonNode value(JsonNode value, Source source, Visitor visitor) {
    switch (value) {
      case ObjectNode inner -> data(inner, source, visitor);
      case ArrayNode inner -> {
        for (int i = 0; i < inner.size(); i++) {
          inner.set(i, value(inner.get(i), source, visitor));
        }
      }
      default -> {
        if (value.isTextual() || value.isIntegralNumber()) {
          String text = value.asText();
          String seen = visitor.visit(source, text);
          return seen.equals(text) ? value : JsonNodeFactory.instance.textNode(seen);
        }
      }
    }
    return value;
  }

  /** JSON text within a text, as far as it is any. */
  private static String arguments(String text, Source source, Visitor visitor) {
    try {
      JsonNode read = MAPPER.readTree(text);
      if (read instanceof ObjectNode object) {
        String before = MAPPER.writeValueAsString(object);
        data(object, source, visitor);
        String after = MAPPER.writeValueAsString(object);
        return after.equals(before) ? text : after;
      }
    } catch (JsonProcessingException e) {
      return visitor.visit(source, text);
    }
    return visitor.visit(source, text);
  }

  private static Source source(ObjectNode node, Source outer) {
    Source byRole =
        switch (node.path("role").asText("")) {
          case "system", "developer" -> Source.SYSTEM;
          case "user" -> Source.USER;
          case "assistant" -> Source.ASSISTANT;
          case "tool", "function" -> Source.TOOL;
          default -> outer;
        };
    String type = node.path("type").asText("");
    return switch (type) {
      case "tool_result", "function_call_output", "custom_tool_call_output" -> Source.TOOL;
      case "function_call", "custom_tool_call", "reasoning" -> Source.ASSISTANT;
      default -> byRole;
    };
  }

  private static Source named(String key) {
    return switch (key) {
      case "system", "instructions" -> Source.SYSTEM;
      case "prompt", "input", "suffix", "messages" -> Source.USER;
      default -> Source.OTHER;
    };
  }
}
