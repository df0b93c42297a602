package dev.strowger.dialects.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.embeddings.EmbeddingsRequest;
import dev.strowger.dialects.embeddings.EmbeddingsRequest.Input;
import dev.strowger.dialects.embeddings.EmbeddingsRequest.Reading;
import dev.strowger.dialects.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of a {@code POST /v1/embeddings}, as strictly as OpenAI does. */
final class EmbeddingsReader {
  /** As OpenAI has it. */
  static final int MAX_INPUTS = 2_048;

  private static final Set<String> READ =
      Set.of("input", "dimensions", "encoding_format", "user", "input_type", "model");

  private final JsonNode root;
  private @Nullable Fault fault;

  private EmbeddingsReader(JsonNode root) {
    this.root = root;
  }

  static Reading read(byte[] body) {
    Optional<JsonNode> root = Json.read(body).filter(JsonNode::isObject);
    if (root.isEmpty()) {
      return new Reading.Unreadable(
          Fault.of(FailureKind.BAD_REQUEST, "the body is not a JSON object"));
    }
    EmbeddingsReader reader = new EmbeddingsReader(root.get());
    EmbeddingsRequest request = reader.request();
    Fault fault = reader.fault;
    return fault == null ? new Reading.Read(request) : new Reading.Unreadable(fault);
  }

  private EmbeddingsRequest request() {
    Leftovers leftovers = new Leftovers();
    leftovers.takeUnread(root, READ, Set.of());
    return new EmbeddingsRequest(
        inputs(root.path("input")),
        dimensions(),
        base64(),
        text("user"),
        text("input_type"),
        leftovers.foreign());
  }

  private void wrong(String param, String message) {
    if (fault == null) {
      fault =
          new Fault(
              FailureKind.BAD_REQUEST,
              0,
              param + ": " + message,
              Optional.of(param),
              Optional.empty());
    }
  }

  private List<Input> inputs(JsonNode input) {
    boolean several = input.isArray() && (input.path(0).isTextual() || input.path(0).isArray());
    if (!several) {
      return input(input, "input").map(List::of).orElseGet(List::of);
    }
    if (input.size() > MAX_INPUTS) {
      wrong("input", "at most " + MAX_INPUTS + " inputs may come in one request");
      return List.of();
    }
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      if (input.get(i).getNodeType() != input.get(0).getNodeType()) {
        wrong("input", "all inputs must be texts, or all lists of token ids");
      }
      input(input.get(i), "input[" + i + "]").ifPresent(inputs::add);
    }
    return inputs;
  }

  private Optional<Input> input(JsonNode input, String path) {
    if (input.isTextual() && !input.textValue().isEmpty()) {
      return Optional.of(new Input.Text(input.textValue()));
    }
    if (input.isArray() && !input.isEmpty()) {
      return Optional.of(new Input.Tokens(tokens(input, path)));
    }
    boolean empty = input.isTextual() || input.isArray();
    wrong(
        "input",
        empty
            ? path + " must not be empty"
            : "expected a text, a list of texts, token ids or a list of lists of token ids");
    return Optional.empty();
  }

  private List<Integer> tokens(JsonNode input, String path) {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : input) {
      if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0) {
        wrong("input", path + " must hold token ids only");
        return List.of();
      }
      ids.add(id.intValue());
    }
    return ids;
  }

  private OptionalLong dimensions() {
    JsonNode dimensions = root.path("dimensions");
    if (dimensions.isMissingNode() || dimensions.isNull()) {
      return OptionalLong.empty();
    }
    if (!dimensions.isIntegralNumber()
        || !dimensions.canConvertToInt()
        || dimensions.intValue() < 1) {
      wrong("dimensions", "expected a whole number of at least 1");
      return OptionalLong.empty();
    }
    return OptionalLong.of(dimensions.intValue());
  }

  private boolean base64() {
    String format = text("encoding_format").orElse("float");
    if (!format.equals("float") && !format.equals("base64")) {
      wrong("encoding_format", "expected float or base64");
    }
    return format.equals("base64");
  }

  private Optional<String> text(String name) {
    JsonNode value = root.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      wrong(name, "expected a text");
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }
}
