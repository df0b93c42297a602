package dev.strowger.simulator.wire;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.simulator.answer.BadQuestion;
import dev.strowger.simulator.answer.Question.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** JSON as the formats need it: texts out of messages, and escaping into prebuilt payloads. */
public final class Json {
  public static final ObjectMapper MAPPER = new ObjectMapper();

  /** Rough, as everybody's rule of thumb: four characters are a token. */
  private static final int CHARS_PER_TOKEN = 4;

  private static final int TOKENS_PER_IMAGE = 85;
  private static final int TOKENS_PER_MESSAGE = 4;

  /** A user who wants the answer before gone on with, or once more. */
  private static final Pattern GO_ON =
      Pattern.compile("\\b(?:go on|continue)\\b.{0,80}\\bwhere\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern AGAIN =
      Pattern.compile("\\banswer once more\\b", Pattern.CASE_INSENSITIVE);

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
    int last = messages.size() - 1;
    String said = said(messages, last);
    if (by(messages, last, "assistant")) {
      return new Prompt(asked(messages, last), tokens, continues ? said : "", continues, afterTool);
    }
    if (last > 1 && by(messages, last - 1, "assistant")) {
      if (GO_ON.matcher(said).find()) {
        String begun = said(messages, last - 1);
        return new Prompt(asked(messages, last - 1), tokens, begun, false, afterTool);
      }
      if (AGAIN.matcher(said).find()) {
        return new Prompt(asked(messages, last - 1), tokens, "", false, afterTool);
      }
    }
    return new Prompt(said, tokens, "", false, afterTool);
  }

  private static boolean by(JsonNode messages, int i, String role) {
    return messages.path(i).path("role").asText().equals(role);
  }

  private static String said(JsonNode messages, int i) {
    return text(messages.path(i).path("content"));
  }

  /** What the user said last before a message. */
  private static String asked(JsonNode messages, int before) {
    for (int i = before - 1; i >= 0; i--) {
      if (by(messages, i, "user")) {
        return said(messages, i);
      }
    }
    return said(messages, before);
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
