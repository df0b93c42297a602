package dev.strowger.dialects.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes fields of a JSON object without touching any byte of the others: one pass notes where the
 * changes are, then the ranges between them are copied.
 */
public final class JsonSplice {
  /** An object with more fields to change (repeated names) is refused. */
  static final int MAX_CUTS = 64;

  private static final byte[] NOTHING = new byte[0];

  private final byte[] bytes;
  private final int offset;
  private final int length;
  private final List<Cut> cuts = new ArrayList<>();
  private int previousEnd;
  private int leadingFrom = -1;
  private int closingBrace;
  private boolean fieldKept;
  private int edits;

  private JsonSplice(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
  }

  /** What becomes of one field of the object. */
  public sealed interface Edit {
    Edit KEEP = new Keep();
    Edit REMOVE = new Remove();

    record Keep() implements Edit {}

    record Remove() implements Edit {}

    record Replace(byte[] value) implements Edit {}

    record Rename(String name) implements Edit {}

    /**
     * The field stays, with changes inside of its value.
     *
     * @param patches in the order of the bytes
     */
    record Within(List<Patch> patches) implements Edit {}
  }

  /**
   * Bytes that take the place of others.
   *
   * @param from see {@link #start}
   * @param to see {@link #end}
   */
  public record Patch(int from, int to, byte[] insert) {}

  /** Where the token begins that the parser stands at, for a {@link Patch}. */
  public static int start(JsonParser parser) {
    return at(parser.currentTokenLocation());
  }

  /** Where that token ends; reads it whole. */
  public static int end(JsonParser parser) throws IOException {
    parser.finishToken();
    return at(parser.currentLocation());
  }

  /** Sees each field; called for every occurrence of a repeated name. */
  @FunctionalInterface
  public interface FieldReader {
    /**
     * @param parser stands at the value; may be read up to that value's end
     */
    Edit field(String name, JsonParser parser) throws IOException;
  }

  /** From and to count from the start of the object's bytes. */
  private record Cut(int from, int to, byte[] insert) {}

  /** Reads the object; empty if the bytes are anything but one JSON object. */
  public static Optional<JsonSplice> scan(
      byte[] bytes, int offset, int length, FieldReader reader) {
    JsonSplice splice = new JsonSplice(bytes, offset, length);
    try (JsonParser parser = Json.FACTORY.createParser(bytes, offset, length)) {
      return splice.scan(parser, reader) ? Optional.of(splice) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Adds a field after the others. */
  public void append(String name, byte[] value) {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    if (fieldKept) {
      field.write(',');
    }
    field.writeBytes(Json.quoted(name));
    field.write(':');
    field.writeBytes(value);
    cuts.add(new Cut(closingBrace, closingBrace, field.toByteArray()));
    fieldKept = true;
  }

  /**
   * Writes the object on one line: raw line breaks stand only between the tokens of JSON, where a
   * space does as well.
   */
  public void writeTo(ByteArrayOutputStream out) {
    if (cuts.isEmpty() && !hasLineBreak(bytes, offset, length)) {
      out.write(bytes, offset, length);
      return;
    }
    byte[] edited = toBytes();
    if (hasLineBreak(edited, 0, edited.length)) {
      for (int i = 0; i < edited.length; i++) {
        edited[i] = edited[i] == '\n' || edited[i] == '\r' ? (byte) ' ' : edited[i];
      }
    }
    out.writeBytes(edited);
  }

  /** The object with its changes. */
  public byte[] toBytes() {
    int size = length;
    for (Cut cut : cuts) {
      size += cut.insert.length - (cut.to - cut.from);
    }
    byte[] result = new byte[size];
    int from = 0;
    int to = 0;
    for (Cut cut : cuts) {
      System.arraycopy(bytes, offset + from, result, to, cut.from - from);
      to += cut.from - from;
      System.arraycopy(cut.insert, 0, result, to, cut.insert.length);
      to += cut.insert.length;
      from = cut.to;
    }
    System.arraycopy(bytes, offset + from, result, to, length - from);
    return result;
  }

  private boolean scan(JsonParser parser, FieldReader reader) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME && edits < MAX_CUTS) {
      int nameStart = at(parser.currentTokenLocation());
      String name = parser.currentName();
      parser.nextToken();
      int valueStart = at(parser.currentTokenLocation());
      Edit edit = reader.field(name, parser);
      parser.skipChildren();
      parser.finishToken();
      cut(edit, nameStart, valueStart, at(parser.currentLocation()));
    }
    cutLeading(previousEnd);
    closingBrace = at(parser.currentTokenLocation());
    return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
  }

  private void cut(Edit edit, int nameStart, int valueStart, int valueEnd) {
    cutLeading(nameStart);
    edits += edit instanceof Edit.Keep ? 0 : 1;
    switch (edit) {
      case Edit.Keep() -> fieldKept = true;
      case Edit.Replace(byte[] value) -> {
        cuts.add(new Cut(valueStart, valueEnd, value));
        fieldKept = true;
      }
      case Edit.Rename(String name) -> {
        cuts.add(new Cut(nameStart, valueStart, renamed(name)));
        fieldKept = true;
      }
      case Edit.Within(List<Patch> patches) -> {
        patches.forEach(patch -> cuts.add(new Cut(patch.from, patch.to, patch.insert)));
        fieldKept = true;
      }
      case Edit.Remove() -> {
        // The comma goes too: the one before, or for a leading field the one behind.
        if (fieldKept) {
          cuts.add(new Cut(previousEnd, valueEnd, NOTHING));
        } else {
          leadingFrom = nameStart;
        }
      }
    }
    previousEnd = valueEnd;
  }

  /** Cuts a removed field that had none before it, now that it is known where the next one is. */
  private void cutLeading(int to) {
    if (leadingFrom >= 0) {
      cuts.add(new Cut(leadingFrom, to, NOTHING));
      leadingFrom = -1;
    }
  }

  private static boolean hasLineBreak(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        return true;
      }
    }
    return false;
  }

  private static byte[] renamed(String name) {
    return (new String(Json.quoted(name), StandardCharsets.UTF_8) + ":")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static int at(JsonLocation location) {
    return Math.toIntExact(location.getByteOffset());
  }
}
