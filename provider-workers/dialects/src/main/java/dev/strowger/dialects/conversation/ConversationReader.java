package dev.strowger.dialects.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.conversation.Conversation.Penalties;
import dev.strowger.dialects.conversation.Conversation.Reading;
import dev.strowger.dialects.conversation.Conversation.Sampling;
import dev.strowger.dialects.conversation.Conversation.Wishes;
import dev.strowger.dialects.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a whole request; what no other wire format can carry is refused, not dropped. */
final class ConversationReader {
  private final JsonNode root;
  private final Problems problems = new Problems();

  private ConversationReader(JsonNode root) {
    this.root = root;
  }

  static Reading read(byte[] body) {
    Optional<JsonNode> root = Json.read(body).filter(JsonNode::isObject);
    if (root.isEmpty()) {
      return new Reading.Unreadable(
          Fault.of(FailureKind.BAD_REQUEST, "the body is not a JSON object"));
    }
    ConversationReader reader = new ConversationReader(root.get());
    Conversation conversation = reader.conversation();
    return reader
        .problems
        .first()
        .<Reading>map(Reading.Unreadable::new)
        .orElseGet(() -> new Reading.Read(conversation));
  }

  private Conversation conversation() {
    refuseWhatIsOpenAisOwn();
    return new Conversation(
        new MessagesReader(problems).read(root.path("messages")),
        new ToolsReader(problems).read(root),
        output(),
        sampling(),
        new Conversation.Reasoning(
            problems.optionalText(root, "reasoning_effort"),
            OptionalLong.empty(),
            Optional.empty()),
        wishes(),
        List.of());
  }

  private void refuseWhatIsOpenAisOwn() {
    for (String name : List.of("functions", "function_call")) {
      if (root.hasNonNull(name)) {
        problems.add(name, "use tools and tool_choice, this target does not know functions");
      }
    }
    for (String name : List.of("audio", "web_search_options")) {
      if (root.hasNonNull(name)) {
        problems.add(name, "this target cannot do it");
      }
    }
    if (!root.path("logit_bias").isEmpty()) {
      problems.add("logit_bias", "this target cannot do it");
    }
    for (JsonNode modality : root.path("modalities")) {
      if (!modality.asText().equals("text")) {
        problems.add("modalities", "this target answers with text only");
      }
    }
  }

  private OutputFormat output() {
    JsonNode format = root.path("response_format");
    if (Problems.absent(format)) {
      return new OutputFormat.Text();
    }
    switch (format.path("type").asText("")) {
      case "text" -> {
        return new OutputFormat.Text();
      }
      case "json_object" -> {
        return new OutputFormat.JsonObject();
      }
      case "json_schema" -> {
        JsonNode schema = format.path("json_schema");
        if (schema.path("schema") instanceof ObjectNode object) {
          return new OutputFormat.JsonSchema(
              schema.path("name").asText(""),
              schema.path("description").asText(""),
              object,
              schema.path("strict").asBoolean());
        }
        problems.add("response_format.json_schema.schema", "expected a JSON schema");
      }
      default -> problems.add("response_format.type", "expected text, json_object or json_schema");
    }
    return new OutputFormat.Text();
  }

  private Sampling sampling() {
    OptionalLong limit = problems.wholeNumber(root, "max_completion_tokens");
    OptionalLong older = problems.wholeNumber(root, "max_tokens");
    return new Sampling(
        limit.isPresent() ? limit : older,
        problems.number(root, "temperature", 0, 2),
        problems.number(root, "top_p", 0, 1),
        OptionalLong.empty(),
        stop(),
        problems.wholeNumber(root, "seed"),
        new Penalties(
            problems.number(root, "frequency_penalty", -2, 2).orElse(0),
            problems.number(root, "presence_penalty", -2, 2).orElse(0)));
  }

  private List<String> stop() {
    JsonNode stop = root.path("stop");
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

  private Wishes wishes() {
    return new Wishes(
        problems.wholeNumber(root, "n").orElse(1),
        problems.flag(root, "logprobs", false) || root.path("top_logprobs").asInt() > 0,
        problems.wholeNumber(root, "top_logprobs"),
        problems
            .optionalText(root, "safety_identifier")
            .or(() -> problems.optionalText(root, "user")),
        Optional.empty(),
        problems.optionalText(root, "verbosity"),
        problems.optionalText(root, "service_tier"));
  }
}
