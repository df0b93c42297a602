package dev.strowger.dialects.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Penalties;
import dev.strowger.dialects.conversation.Conversation.Reading;
import dev.strowger.dialects.conversation.Conversation.Sampling;
import dev.strowger.dialects.conversation.Problems;
import dev.strowger.dialects.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/** What the requests of OpenAI's APIs have in common. */
public final class Requests {
  /** As OpenAI has it. */
  static final long MAX_CHOICES = 128;

  private Requests() {}

  /**
   * @param reader gives a conversation even where it adds problems, which then count
   */
  public static Reading read(byte[] body, BiFunction<JsonNode, Problems, Conversation> reader) {
    Optional<JsonNode> root = Json.read(body).filter(JsonNode::isObject);
    if (root.isEmpty()) {
      return new Reading.Unreadable(
          Fault.of(FailureKind.BAD_REQUEST, "the body is not a JSON object"));
    }
    Problems problems = new Problems();
    Conversation conversation = reader.apply(root.get(), problems);
    return problems
        .first()
        .<Reading>map(Reading.Unreadable::new)
        .orElseGet(() -> new Reading.Read(conversation));
  }

  public static Sampling sampling(JsonNode root, OptionalLong maxTokens, Problems problems) {
    return new Sampling(
        maxTokens,
        problems.number(root, "temperature", 0, 2),
        problems.number(root, "top_p", 0, 1),
        problems.wholeNumber(root, "top_k"),
        stop(root.path("stop"), problems),
        problems.wholeNumber(root, "seed"),
        new Penalties(
            problems.number(root, "frequency_penalty", -2, 2).orElse(0),
            problems.number(root, "presence_penalty", -2, 2).orElse(0)));
  }

  private static List<String> stop(JsonNode stop, Problems problems) {
    if (stop.isTextual()) {
      return List.of(stop.textValue());
    }
    List<String> texts = new ArrayList<>();
    if (!Problems.absent(stop) && !stop.isArray()) {
      problems.add("stop", "expected a text or a list of texts");
    }
    for (JsonNode text : stop) {
      if (!text.isTextual()) {
        problems.add("stop", "expected a text or a list of texts");
      }
      texts.add(text.asText());
    }
    return texts;
  }

  /** {@code n} */
  public static long choices(JsonNode root, Problems problems) {
    long choices = problems.wholeNumber(root, "n").orElse(1);
    if (choices < 1 || choices > MAX_CHOICES) {
      problems.add("n", "expected a number from 1 to " + MAX_CHOICES);
      return 1;
    }
    return choices;
  }

  /** {@code safety_identifier}, or {@code user}, which it replaces. */
  public static Optional<String> user(JsonNode root, Problems problems) {
    return problems
        .optionalText(root, "safety_identifier")
        .or(() -> problems.optionalText(root, "user"));
  }

  public static Optional<ObjectNode> logitBias(JsonNode root, Problems problems) {
    JsonNode bias = root.path("logit_bias");
    if (!Problems.absent(bias) && !bias.isObject()) {
      problems.add("logit_bias", "expected an object of token ids and numbers");
    }
    return bias instanceof ObjectNode object && !object.isEmpty()
        ? Optional.of(object)
        : Optional.empty();
  }
}
