package dev.strowger.dialects.api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Penalties;
import dev.strowger.dialects.conversation.Conversation.Reading;
import dev.strowger.dialects.conversation.Conversation.Reasoning;
import dev.strowger.dialects.conversation.Conversation.Sampling;
import dev.strowger.dialects.conversation.Conversation.Wishes;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads a whole request. */
final class MessagesReader {
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "messages",
          "system",
          "cache_control",
          "tools",
          "tool_choice",
          "max_tokens",
          "stop_sequences",
          "temperature",
          "top_p",
          "top_k",
          "thinking",
          "output_config",
          "output_format",
          "metadata",
          "service_tier",
          "stream");

  private final JsonNode root;
  private final boolean counting;
  private final Fields fields = new Fields();

  private MessagesReader(JsonNode root, boolean counting) {
    this.root = root;
    this.counting = counting;
  }

  static Reading read(byte[] body, boolean counting) {
    Optional<JsonNode> root = Json.read(body).filter(JsonNode::isObject);
    if (root.isEmpty()) {
      return new Reading.Unreadable(
          Fault.of(FailureKind.BAD_REQUEST, "the body is not a JSON object"));
    }
    MessagesReader reader = new MessagesReader(root.get(), counting);
    Conversation conversation = reader.conversation();
    return reader
        .fields
        .fault()
        .<Reading>map(Reading.Unreadable::new)
        .orElseGet(() -> new Reading.Read(conversation));
  }

  private Conversation conversation() {
    fields.onlyKnows(KNOWN, root, "");
    fields.onlyKnows(Set.of("user_id"), root.path("metadata"), "metadata");
    fields.onlyKnows(Set.of("effort", "format"), root.path("output_config"), "output_config");
    return new Conversation(
        new TurnsReader(fields).read(root),
        new ToolsReader(fields).read(root),
        output(),
        sampling(),
        reasoning(),
        wishes(),
        fields.foreign());
  }

  private OutputFormat output() {
    boolean older = !Fields.absent(root.path("output_format"));
    String path = older ? "output_format" : "output_config.format";
    JsonNode format = older ? root.path(path) : root.path("output_config").path("format");
    if (Fields.absent(format)) {
      return new OutputFormat.Text();
    }
    if (!format.path("type").asText().equals("json_schema")) {
      fields.wrong(path + ".type", "expected json_schema");
    }
    ObjectNode schema = fields.object(format, "schema", path);
    return new OutputFormat.JsonSchema(
        "answer", schema.path("description").asText(""), schema, true);
  }

  private Sampling sampling() {
    return new Sampling(
        maxTokens(),
        fields.share(root, "temperature"),
        fields.share(root, "top_p"),
        fields.wholeNumber(root, "top_k", ""),
        stop(),
        OptionalLong.empty(),
        new Penalties(0, 0));
  }

  private OptionalLong maxTokens() {
    OptionalLong limit = fields.wholeNumber(root, "max_tokens", "");
    if (limit.isEmpty() && !counting) {
      fields.wrong("max_tokens", "required; say how many tokens the answer may have");
    }
    if (limit.equals(OptionalLong.of(0))) {
      fields.onlyAnthropic("max_tokens", "0 warms the cache of Anthropic only; expected 1 or more");
    }
    return limit;
  }

  private List<String> stop() {
    JsonNode stop = root.path("stop_sequences");
    List<String> texts = new ArrayList<>();
    if (!Fields.absent(stop) && !stop.isArray()) {
      fields.wrong("stop_sequences", "expected a list of texts");
    }
    for (int i = 0; i < stop.size(); i++) {
      if (!stop.path(i).isTextual()) {
        fields.wrong("stop_sequences." + i, "expected a text");
      }
      texts.add(stop.path(i).asText());
    }
    return texts;
  }

  private Reasoning reasoning() {
    Optional<String> effort = effort();
    JsonNode thinking = root.path("thinking");
    if (Fields.absent(thinking)) {
      return new Reasoning(effort, OptionalLong.empty(), Optional.empty());
    }
    boolean shown = !thinking.path("display").asText().equals("omitted");
    return switch (thinking.path("type").asText()) {
      case "enabled" -> {
        OptionalLong budget = fields.wholeNumber(thinking, "budget_tokens", "thinking");
        if (budget.isEmpty()) {
          fields.wrong("thinking.budget_tokens", "required; expected a whole number from 1024");
        }
        yield new Reasoning(
            effort.or(() -> Optional.of(Reasoning.levelOf(budget.orElse(0)))),
            budget,
            Optional.of(shown));
      }
      case "adaptive" -> new Reasoning(effort, OptionalLong.empty(), Optional.of(shown));
      // As if it were not there; targets that cannot think know no word for it.
      case "disabled" -> new Reasoning(effort, OptionalLong.empty(), Optional.of(false));
      default -> {
        fields.wrong("thinking.type", "expected enabled, adaptive or disabled");
        yield Reasoning.UNSET;
      }
    };
  }

  private Optional<String> effort() {
    String effort = fields.textOrNone(root.path("output_config"), "effort", "output_config");
    return switch (effort) {
      case "" -> Optional.empty();
      case "low", "medium", "high", "xhigh" -> Optional.of(effort);
      // The highest there is stays the highest there is.
      case "max" -> Optional.of("xhigh");
      default -> {
        fields.wrong("output_config.effort", "expected low, medium, high, xhigh or max");
        yield Optional.empty();
      }
    };
  }

  private Wishes wishes() {
    String user = fields.textOrNone(root.path("metadata"), "user_id", "metadata");
    Optional<String> tier =
        switch (fields.textOrNone(root, "service_tier", "")) {
          case "" -> Optional.empty();
          case "auto" -> Optional.of("auto");
          case "standard_only" -> Optional.of("default");
          default -> {
            fields.wrong("service_tier", "expected auto or standard_only");
            yield Optional.empty();
          }
        };
    return new Wishes(
        1,
        false,
        OptionalLong.empty(),
        Optional.of(user).filter(id -> !id.isEmpty()),
        Optional.empty(),
        Optional.empty(),
        tier);
  }
}
