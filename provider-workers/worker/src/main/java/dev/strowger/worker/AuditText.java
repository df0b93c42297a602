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
import dev.strowger.guardrails.BodyTexts;
import dev.strowger.guardrails.Redactor;
import dev.strowger.records.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prompt and answer of one request without what detectors find in them. It is taken out as for a
 * provider, by the same words, and in all that is a string besides: auditors may see too little,
 * never too much.
 */
final class AuditText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Detectors ALL =
      Detectors.of(Arrays.asList(Detectors.BuiltIn.values()), List.of());

  private final Redactor redactor;

  private AuditText(Redactor redactor) {
    this.redactor = redactor;
  }

  /**
   * @param redaction whose detectors are asked; null: all that are built in
   */
  static AuditText of(@Nullable Redaction redaction) {
    return new AuditText(new Redactor(redaction == null ? ALL : Shields.detectors(redaction)));
  }

  /** To be looked at before the answer: what the prompt names is hidden in that, too. */
  byte[] prompt(byte[] body) {
    return redacted(body);
  }

  /**
   * @param events whether the answer is a stream; its texts are put together first, as what is
   *     sought may lie across events
   */
  byte[] answer(String api, byte[] answer, boolean events) {
    return redacted(events ? assembled(api, answer) : answer);
  }

  private byte[] redacted(byte[] body) {
    Optional<BodyTexts> texts = BodyTexts.read(body);
    byte[] hidden = texts.map(this::hidden).orElse(body);
    try {
      JsonNode tree = JSON.readTree(hidden);
      if (tree.isContainerNode()) {
        return JSON.writeValueAsBytes(node(tree));
      }
    } catch (IOException e) {
      // No JSON: one text.
    }
    return text(new String(hidden, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] hidden(BodyTexts texts) {
    texts.visit(
        (source, text) -> {
          redactor.learn(text);
          return text;
        });
    return texts.visit((source, text) -> redactor.hide(text));
  }

  /** The texts of a stream as an object. */
  private static byte[] assembled(String api, byte[] events) {
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
    return redactor.hide(text);
  }
}
