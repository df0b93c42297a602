package dev.strowger.simulator.wire;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.simulator.answer.BadQuestion;
import dev.strowger.simulator.answer.Question.Prompt;
import java.util.ArrayList;
import java.util.List;

/** JSON as the formats need it: texts out of messages, and escaping into prebuilt payloads. */
public final class Json {
  public static final ObjectMapper MAPPER = new ObjectMapper();

  /** Rough, as everybody's rule of thumb: four characters are a token. */
  private static final int CHARS_PER_TOKEN = 4;

  private static final int TOKENS_PER_IMAGE = 85;
  private static final int TOKENS_PER_MESSAGE = 4;

  private Json() {}

  public static void escape(StringBuilder out, String text) {
    JsonStringEncoder.getInstance().quoteAsString(text, out);
  }

  /** The text as a JSON string, with its quotes. */
  public static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16).append('"');
    escape(out, text);
    return out.append('"').toString();
  }

  /** The text of a message's content: a string, or an array of parts. */
  public static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      String more =
          part.path("type").asText().equals("tool_result")
              ? text(part.path("content"))
              : part.path("text").asText("");
      text.append(text.isEmpty() || more.isEmpty() ? "" : " ").append(more);
    }
    return text.toString();
  }

  /** Tokens of a conversation, roughly. */
  public static int tokens(JsonNode messages) {
    int tokens = 0;
    for (JsonNode message : messages) {
      tokens += TOKENS_PER_MESSAGE + tokensOf(text(message.path("content")));
      for (JsonNode part : message.path("content")) {
        tokens += part.path("type").asText().startsWith("image") ? TOKENS_PER_IMAGE : 0;
      }
    }
    return tokens;
  }

  public static int tokensOf(String text) {
    return (text.length() + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
  }

  /**
   * @param tokens estimate for everything that is sent
   * @param continues whether an assistant message at the end is the beginning of the answer
   * @param afterTool whether the last message is the result of a tool
   */
  public static Prompt prompt(JsonNode messages, int tokens, boolean continues, boolean afterTool) {
    JsonNode last = messages.path(messages.size() - 1);
    boolean assistant = last.path("role").asText().equals("assistant");
    String prefill = continues && assistant ? text(last.path("content")) : "";
    String asked = text(last.path("content"));
    for (int i = messages.size() - 1; i >= 0 && assistant; i--) {
      if (messages.get(i).path("role").asText().equals("user")) {
        asked = text(messages.get(i).path("content"));
        break;
      }
    }
    return new Prompt(asked, tokens, prefill, afterTool);
  }

  /** The array of messages; a body without one is a bad question. */
  public static JsonNode messages(JsonNode body, String complaint) {
    JsonNode messages = body.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw new BadQuestion(complaint);
    }
    return messages;
  }

  public static String model(JsonNode body, String complaint) {
    String model = body.path("model").asText("");
    if (model.isEmpty()) {
      throw new BadQuestion(complaint);
    }
    return model;
  }

  /** A string or an array of strings. */
  public static List<String> strings(JsonNode node) {
    List<String> strings = new ArrayList<>();
    if (node.isTextual()) {
      strings.add(node.textValue());
    }
    node.forEach(item -> strings.add(item.asText()));
    return strings;
  }

  /** The schema of an object with one member {@code answer}. */
  public static JsonNode anyObject() {
    ObjectNode schema = MAPPER.createObjectNode();
    schema.putObject("properties").putObject("answer").put("type", "string");
    return schema;
  }

  /** The body with a member set that the path names; a body that is no object stays as it is. */
  public static JsonNode with(JsonNode body, String member, JsonNode value) {
    if (body instanceof ObjectNode object) {
      object.set(member, value);
    }
    return body;
  }

  /** A member that must be there. */
  public static JsonNode required(JsonNode body, String member, String complaint) {
    JsonNode value = body.path(member);
    if (value.isMissingNode() || value.isNull()) {
      throw new BadQuestion(complaint);
    }
    return value;
  }
}
