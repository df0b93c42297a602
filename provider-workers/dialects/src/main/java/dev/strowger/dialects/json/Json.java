package dev.strowger.dialects.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** JSON in UTF-8, numbers kept exactly. */
public final class Json {
  /** A body is at most 32 MiB at the door; an image in it is one string. */
  static final int MAX_STRING_CHARS = 64 << 20;

  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(MAX_STRING_CHARS).build())
          .build();

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(FACTORY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  /** Something that writes JSON. */
  @FunctionalInterface
  public interface Writing {
    void to(JsonGenerator generator) throws IOException;
  }

  /** The tree, or empty if the bytes are not one JSON value. */
  public static Optional<JsonNode> read(byte[] bytes, int offset, int length) {
    try (JsonParser parser = FACTORY.createParser(bytes, offset, length)) {
      JsonNode node = MAPPER.readTree(parser);
      return node == null || node.isMissingNode() || parser.nextToken() != null
          ? Optional.empty()
          : Optional.of(node);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What stands for bytes that are no JSON: whatever is looked for in it is not there. */
  public static JsonNode missing() {
    return MissingNode.getInstance();
  }

  public static Optional<JsonNode> read(byte[] bytes) {
    return read(bytes, 0, bytes.length);
  }

  /** The value the parser stands at; afterwards it stands at that value's end. */
  public static JsonNode subtree(JsonParser parser) throws IOException {
    return MAPPER.readTree(parser);
  }

  /** A parser for token-by-token reading. */
  public static JsonParser parser(byte[] bytes, int offset, int length) throws IOException {
    return FACTORY.createParser(bytes, offset, length);
  }

  /** A generator for token-by-token writing, in UTF-8. */
  public static JsonGenerator generator(OutputStream out) throws IOException {
    return MAPPER.createGenerator(out);
  }

  public static byte[] bytes(JsonNode node) {
    return bytes(generator -> MAPPER.writeTree(generator, node));
  }

  public static byte[] bytes(Writing writing) {
    // Grows by segments: a body of 30 MiB is not copied at each doubling.
    try (ByteArrayBuilder out = new ByteArrayBuilder()) {
      write(out, writing);
      return out.toByteArray();
    }
  }

  /** For streams in memory, where an I/O error can only be a bug. */
  public static void write(OutputStream out, Writing writing) {
    try (JsonGenerator generator = MAPPER.createGenerator(out)) {
      writing.to(generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JSON string with its quotes. */
  public static byte[] quoted(String text) {
    byte[] inner = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    byte[] quoted = new byte[inner.length + 2];
    quoted[0] = '"';
    System.arraycopy(inner, 0, quoted, 1, inner.length);
    quoted[quoted.length - 1] = '"';
    return quoted;
  }
}
