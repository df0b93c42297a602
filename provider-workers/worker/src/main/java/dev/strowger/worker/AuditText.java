package dev.strowger.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.review.GivenAnswer;
import dev.strowger.features.Detectors;
import dev.strowger.records.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Texts without what detectors find in them. A line in which something is found is taken out as a
 * whole, and so is a text in which something is found across lines, or that is too long to be
 * looked at: auditors may see too little, never too much.
 */
final class AuditText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UNDETERMINED = "undetermined";

  private final Detectors detectors;

  private AuditText(Detectors detectors) {
    this.detectors = detectors;
  }

  /**
   * @param redaction whose detectors are asked; null: all that are built in
   */
  static byte[] redacted(byte[] body, @Nullable Redaction redaction) {
    AuditText text = new AuditText(detectors(redaction));
    try {
      JsonNode tree = JSON.readTree(body);
      if (tree.isContainerNode()) {
        return JSON.writeValueAsBytes(text.node(tree));
      }
    } catch (IOException e) {
      // No JSON: one text.
    }
    return text.text(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }

  /** The texts of a stream, put together, as an object. */
  static byte[] assembled(String api, byte[] events) {
    ArrayNode choices = JsonNodeFactory.instance.arrayNode();
    for (GivenAnswer.Choice choice :
        GivenAnswer.ofEvents(Api.of(api).orElse(Api.CHAT_COMPLETIONS), events).choices()) {
      choices
          .addObject()
          .put("text", choice.text())
          .put("refusal", choice.refusal())
          .put("tool_calls", choice.calls());
    }
    try {
      return JSON.writeValueAsBytes(JsonNodeFactory.instance.objectNode().set("choices", choices));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that cannot be written", e);
    }
  }

  private static Detectors detectors(@Nullable Redaction redaction) {
    List<Detectors.BuiltIn> all = Arrays.asList(Detectors.BuiltIn.values());
    if (redaction == null) {
      return Detectors.of(all, List.of());
    }
    return Detectors.of(
        all.stream().filter(one -> named(redaction.getDetectors(), one.code())).toList(),
        redaction.getCustom().stream()
            .map(custom -> new Detectors.Custom(custom.getName(), custom.getPattern()))
            .toList());
  }

  private static boolean named(List<String> names, String code) {
    return names.stream()
        .anyMatch(
            name ->
                name.endsWith("*")
                    ? code.startsWith(name.substring(0, name.length() - 1))
                    : name.equals(code));
  }

  private JsonNode node(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        object.properties().forEach(field -> field.setValue(node(field.getValue())));
        yield object;
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, node(array.get(i)));
        }
        yield array;
      }
      case TextNode text -> TextNode.valueOf(text(text.textValue()));
      default -> node;
    };
  }

  private String text(String text) {
    if (text.length() > Detectors.MAX_CHARS) {
      return mark(Set.of(UNDETERMINED));
    }
    SortedSet<String> found = detectors.in(text);
    if (found.isEmpty()) {
      return text;
    }
    Set<String> inLines = new TreeSet<>();
    String redacted =
        text.lines().map(line -> line(line, inLines)).collect(Collectors.joining("\n"));
    return inLines.containsAll(found) ? redacted : mark(found);
  }

  private String line(String line, Set<String> inLines) {
    SortedSet<String> found = detectors.in(line);
    inLines.addAll(found);
    return found.isEmpty() ? line : mark(found);
  }

  private static String mark(Set<String> found) {
    return "<REDACTED " + String.join(" ", found) + ">";
  }
}
