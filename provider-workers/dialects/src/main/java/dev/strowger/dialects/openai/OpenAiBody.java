package dev.strowger.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.json.JsonSplice;
import dev.strowger.dialects.json.JsonSplice.Edit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a completion or one event of a stream says, and its bytes as the client shall see them: the
 * target's model name, usage where it belongs, and OpenAI's names for what others name otherwise.
 */
final class OpenAiBody {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private final Call call;
  private final Provider provider;
  private final boolean event;

  /** What the first reading has found; null in the first reading itself. */
  private final @Nullable OpenAiBody first;

  private final Choices choices = new Choices();
  private int choiceCount = -1;
  private String id = "";
  private boolean modelNamed;
  private boolean errorNamed;
  private boolean wordsOnly;
  private @Nullable OpenAiUsage usage;
  private @Nullable OpenAiUsage usageElsewhere;
  private @Nullable JsonSplice json;

  private OpenAiBody(Call call, Provider provider, boolean event, @Nullable OpenAiBody first) {
    this.call = call;
    this.provider = provider;
    this.event = event;
    this.first = first;
  }

  /**
   * Empty if the bytes are not a JSON object.
   *
   * @param event whether this is one event of a stream
   */
  static Optional<OpenAiBody> read(
      Call call, Provider provider, boolean event, byte[] bytes, int offset, int length) {
    OpenAiBody body = new OpenAiBody(call, provider, event, null);
    if (!body.scan(bytes, offset, length)) {
      return Optional.empty();
    }
    if (!body.failed() && body.again()) {
      OpenAiBody second = new OpenAiBody(call, provider, event, body);
      second.scan(bytes, offset, length);
      body.json = second.json;
    }
    return Optional.of(body);
  }

  Choices choices() {
    return choices;
  }

  String id() {
    return id;
  }

  /** Where more than one place has usage, OpenAI's counts. */
  Optional<OpenAiUsage> usage() {
    OpenAiUsage onChoice =
        choices
            .usage()
            .filter(JsonNode::isObject)
            .map(node -> OpenAiUsage.read(node, provider))
            .orElse(null);
    return Optional.ofNullable(usage)
        .or(() -> Optional.ofNullable(usageElsewhere))
        .or(() -> Optional.ofNullable(onChoice));
  }

  /**
   * Whether this tells of an error: {@code error}, vLLM's {@code "object":"error"}, or words where
   * an answer should be.
   */
  boolean failed() {
    return errorNamed || (wordsOnly && choiceCount < 0) || !choices.badReason().isEmpty();
  }

  /** Whether there is a choice that says anything. */
  boolean said() {
    return choices.said();
  }

  /** With its changes; only where {@link #read} gave one. */
  JsonSplice json() {
    if (json == null) {
      throw new IllegalStateException("not read");
    }
    return json;
  }

  /** The error in the same bytes, where {@link #failed}. */
  ErrorBody error(byte[] bytes, int offset, int length) {
    ErrorBody said =
        errorNamed || wordsOnly
            ? ErrorBody.read(bytes, offset, length)
            : choices.error().map(ErrorBody::of).orElseGet(() -> ErrorBody.read(new byte[0]));
    if (!said.message().isEmpty() || choices.badReason().isEmpty()) {
      return said;
    }
    return new ErrorBody(
        "the answer ended with the finish reason " + choices.badReason(),
        said.type(),
        said.code(),
        said.param(),
        said.retryAfter());
  }

  private boolean scan(byte[] bytes, int offset, int length) {
    Optional<JsonSplice> splice = JsonSplice.scan(bytes, offset, length, this::field);
    splice.ifPresent(
        found -> {
          if (!modelNamed) {
            found.append("model", Json.quoted(call.model()));
          }
          json = found;
        });
    return splice.isPresent();
  }

  private boolean again() {
    return event && call.includeUsage() && usage != null && choices.any();
  }

  private Edit field(String name, JsonParser parser) throws IOException {
    JsonToken value = parser.currentToken();
    switch (name) {
      case "id" -> id = value == JsonToken.VALUE_STRING ? parser.getText() : "";
      case "choices" -> {
        return choices(parser);
      }
      case "error" -> errorNamed |= value != JsonToken.VALUE_NULL;
      case "object" -> {
        return object(text(parser));
      }
      case "message", "detail", "msg" -> wordsOnly |= value != JsonToken.VALUE_NULL;
      case "model" -> {
        modelNamed = true;
        return call.model().equals(parser.getText())
            ? Edit.KEEP
            : new Edit.Replace(Json.quoted(call.model()));
      }
      case "usage" -> {
        return usage(parser);
      }
      // OpenAI's is a text or not there; some send null, which typed clients stumble over.
      case "system_fingerprint" -> {
        return value == JsonToken.VALUE_NULL ? Edit.REMOVE : Edit.KEEP;
      }
      case "x_groq" -> elsewhere(Json.subtree(parser).path("usage"));
      default -> {}
    }
    return Edit.KEEP;
  }

  /** Some call a chunk a completion. */
  private Edit object(String name) {
    errorNamed |= name.equals("error");
    String right =
        call.api() == Api.COMPLETIONS
            ? "text_completion"
            : event ? "chat.completion.chunk" : "chat.completion";
    return name.equals(right) ? Edit.KEEP : new Edit.Replace(Json.quoted(right));
  }

  private Edit choices(JsonParser parser) throws IOException {
    choiceCount = choices.read(parser);
    return choices.patches().isEmpty() ? Edit.KEEP : new Edit.Within(choices.patches());
  }

  private Edit usage(JsonParser parser) throws IOException {
    JsonNode node = Json.subtree(parser);
    if (node.isObject()) {
      usage = OpenAiUsage.read(node, provider);
    }
    if (event && !call.includeUsage()) {
      return Edit.REMOVE;
    }
    // Clients add up what stands in chunks; the last chunk alone shall have it.
    if (event && first != null && usage != null && first.choices.any()) {
      return new Edit.Replace(NULL);
    }
    return usage != null && usage.mend() ? new Edit.Replace(Json.bytes(usage.mended())) : Edit.KEEP;
  }

  private void elsewhere(JsonNode node) {
    if (node.isObject()) {
      usageElsewhere = OpenAiUsage.read(node, provider);
    }
  }

  private static String text(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
  }
}
