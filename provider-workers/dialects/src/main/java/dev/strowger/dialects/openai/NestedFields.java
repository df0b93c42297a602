package dev.strowger.dialects.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.Provider.Capability;
import dev.strowger.dialects.Provider.Quirk;
import dev.strowger.dialects.api.SentUrl;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.MarkedProofs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands inside of {@code messages} and {@code tools} beyond OpenAI's published API, or beyond
 * what the provider can see or hear. A first walk only looks; what must go is left out of a copy
 * that a second walk writes, token by token.
 *
 * <p>Names count only where the API has fields: a tool's parameter may well be named {@code
 * cache_control}.
 */
final class NestedFields {
  private static final Set<String> THOUGHTS =
      Set.of("reasoning_content", "reasoning", "reasoning_details", "thinking_blocks");

  private final byte[] body;
  private final Provider provider;
  private final Losses losses;
  private final JsonParser parser;
  private final @Nullable JsonGenerator out;
  private boolean change;

  private NestedFields(
      byte[] body,
      Provider provider,
      Losses losses,
      JsonParser parser,
      @Nullable JsonGenerator out) {
    this.body = body;
    this.provider = provider;
    this.losses = losses;
    this.parser = parser;
    this.out = out;
  }

  /** Where in a request an object stands. */
  private enum Place {
    MESSAGE,
    PART,
    /** What a part says of a file. */
    FILE,
    /** A URL, or what says one. */
    URL,
    CALL,
    TOOL,
    FUNCTION,
    /** What nobody looks into. */
    OPAQUE;

    Place under(String field) {
      return switch (this) {
        case MESSAGE ->
            switch (field) {
              case "content" -> PART;
              case "tool_calls" -> CALL;
              default -> OPAQUE;
            };
        case PART -> field.endsWith("_url") ? URL : field.equals("file") ? FILE : OPAQUE;
        case FILE -> field.equals("file_url") ? URL : OPAQUE;
        case URL -> field.equals("url") ? URL : OPAQUE;
        case TOOL -> field.equals("function") ? FUNCTION : OPAQUE;
        case CALL, FUNCTION, OPAQUE -> OPAQUE;
      };
    }
  }

  /**
   * Looks through the value the parser stands at; afterwards it stands at that value's end.
   *
   * @param field {@code messages} or {@code tools}
   * @param body what is parsed, from its first byte
   * @return whether {@link #copy} would change anything
   */
  static boolean look(
      String field, byte[] body, JsonParser parser, Provider provider, Losses losses)
      throws IOException {
    NestedFields fields = new NestedFields(body, provider, losses, parser, null);
    fields.value(field.equals("tools") ? Place.TOOL : Place.MESSAGE);
    return fields.change;
  }

  /** The value the parser stands at, changed. */
  static byte[] copy(String field, byte[] body, JsonParser parser, Provider provider, Losses losses)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = Json.generator(bytes)) {
      new NestedFields(body, provider, losses, parser, out)
          .value(field.equals("tools") ? Place.TOOL : Place.MESSAGE);
    }
    return bytes.toByteArray();
  }

  private void value(Place place) throws IOException {
    JsonToken token = parser.currentToken();
    if (place == Place.OPAQUE || token.isScalarValue()) {
      if (place == Place.URL && token == JsonToken.VALUE_STRING && !SentUrl.known(body, parser)) {
        losses.wrong("messages", SentUrl.EXPECTED);
      }
      opaque();
    } else if (token == JsonToken.START_ARRAY) {
      copyToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        value(place);
      }
      copyToken();
    } else {
      copyToken();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        field(place, parser.currentName());
      }
      copyToken();
    }
  }

  private void field(Place place, String name) throws IOException {
    JsonToken value = parser.nextToken();
    if (refused(place, name)) {
      change = true;
      if (value != JsonToken.VALUE_NULL) {
        losses.hint(name);
      }
      parser.skipChildren();
      return;
    }
    if (mayHoldProof(place, name)) {
      proof(name);
      return;
    }
    if (out != null) {
      out.writeFieldName(name);
    }
    if (tooLongId(place, name)) {
      change = true;
      if (out != null) {
        out.writeString(CallIds.fitting(parser.getText()));
      }
      return;
    }
    if (place == Place.MESSAGE && name.equals("role") && developer()) {
      change = true;
      if (out != null) {
        out.writeString("system");
      }
      return;
    }
    if (place == Place.PART && name.equals("type") && value == JsonToken.VALUE_STRING) {
      sense(parser.getText());
    }
    value(place.under(name));
  }

  private boolean refused(Place place, String name) {
    if (place == Place.OPAQUE || place == Place.FILE || place == Place.URL) {
      return false;
    }
    return switch (name) {
      case "cache_control" -> !provider.quirks().contains(Quirk.CACHE_MARKS);
      case "extra_content" -> !provider.quirks().contains(Quirk.EXTRA_CONTENT);
      default ->
          place == Place.MESSAGE
              && THOUGHTS.contains(name)
              && !provider.quirks().contains(Quirk.THOUGHTS_BACK);
    };
  }

  private static boolean mayHoldProof(Place place, String name) {
    return (place == Place.CALL && name.equals("extra_content"))
        || (place == Place.MESSAGE && name.equals("reasoning_details"));
  }

  /** Left out where another family has issued the proof in it. */
  private void proof(String name) throws IOException {
    JsonNode value = Json.subtree(parser);
    boolean foreign =
        Stream.of("signature", "data", "thought_signature")
            .flatMap(field -> value.findValues(field).stream())
            .anyMatch(proof -> MarkedProofs.isMarked(proof.asText()));
    if (foreign) {
      change = true;
      losses.hint(name);
    } else if (out != null) {
      out.writeFieldName(name);
      out.writeTree(value);
    }
  }

  private boolean tooLongId(Place place, String name) throws IOException {
    boolean id =
        (place == Place.CALL && name.equals("id"))
            || (place == Place.MESSAGE && name.equals("tool_call_id"));
    return id
        && parser.currentToken() == JsonToken.VALUE_STRING
        && parser.getTextLength() > CallIds.MAX_CHARS;
  }

  private boolean developer() throws IOException {
    return provider.quirks().contains(Quirk.SYSTEM_ROLE)
        && parser.currentToken() == JsonToken.VALUE_STRING
        && parser.getText().equals("developer");
  }

  private void sense(String type) {
    switch (type) {
      case "image_url" -> need(Capability.VISION, "this target sees no images");
      case "input_audio" -> need(Capability.AUDIO, "this target hears no audio");
      case "file" -> need(Capability.FILES, "this target reads no files");
      default -> {}
    }
  }

  private void need(Capability capability, String why) {
    if (!Abilities.of(provider).may(capability)) {
      losses.refuse("messages", why);
    }
  }

  private void opaque() throws IOException {
    if (out == null) {
      parser.skipChildren();
    } else {
      out.copyCurrentStructureExact(parser);
    }
  }

  private void copyToken() throws IOException {
    if (out != null) {
      out.copyCurrentEvent(parser);
    }
  }
}
