package dev.strowger.audit;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * Avro values as canonical JSON. A field that has its schema's default is left out, so that a field
 * added later changes no hash of before; for the same reason no default is ever changed. A record
 * in a union stands under its name: {@code {"Checkpoint":{…}}}. Bytes are hex, times are
 * milliseconds since the epoch. Order in Avro's maps does not matter.
 */
public final class CanonicalForm {
  /** Longer texts than any record of the trail has. */
  static final int MAX_BYTES = 64 << 20;

  private sealed interface Shape {
    record Plain() implements Shape {}

    record Items(Shape of) implements Shape {}

    record Values(Shape of) implements Shape {}

    record Fields(String name, List<Field> fields) implements Shape {}

    record Choice(Map<String, Shape> records) implements Shape {}
  }

  /**
   * @param otherwise canonical form of the default; null: there is none
   */
  private record Field(String name, int position, Shape shape, @Nullable Object otherwise) {}

  private final Shape shape;

  private CanonicalForm(Shape shape) {
    this.shape = shape;
  }

  /**
   * @throws IllegalArgumentException if the schema has floating-point numbers: their text depends
   *     on who writes it
   */
  public static CanonicalForm of(Schema schema) {
    return new CanonicalForm(shape(schema));
  }

  /** As one line of JSON. */
  public byte[] json(IndexedRecord record) {
    return CanonicalJson.bytes(tree(record));
  }

  Map<String, Object> tree(IndexedRecord record) {
    if (shape instanceof Shape.Fields fields) {
      return object(fields, record);
    }
    throw new IllegalStateException("not the form of a record");
  }

  private static Shape shape(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> new Shape.Fields(schema.getName(), fields(schema));
      case ARRAY -> new Shape.Items(shape(schema.getElementType()));
      case MAP -> new Shape.Values(shape(schema.getValueType()));
      case UNION -> choice(schema);
      case FLOAT, DOUBLE -> throw new IllegalArgumentException("no canonical form of " + schema);
      case ENUM, FIXED, STRING, BYTES, INT, LONG, BOOLEAN, NULL -> new Shape.Plain();
    };
  }

  private static Shape choice(Schema union) {
    Map<String, Shape> records = new HashMap<>();
    for (Schema branch : union.getTypes()) {
      Shape shape = shape(branch);
      if (shape instanceof Shape.Fields(String name, var _)) {
        records.put(name, shape);
      }
    }
    return new Shape.Choice(Map.copyOf(records));
  }

  private static List<Field> fields(Schema schema) {
    List<Field> fields = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      Shape shape = shape(field.schema());
      Object otherwise =
          field.hasDefaultValue() ? value(shape, SpecificData.get().getDefaultValue(field)) : null;
      fields.add(new Field(field.name(), field.pos(), shape, otherwise));
    }
    return List.copyOf(fields);
  }

  /** Null for null, which is left out wherever it stands. */
  private static @Nullable Object value(Shape shape, @Nullable Object value) {
    return switch (shape) {
      case Shape.Fields fields -> value == null ? null : object(fields, (IndexedRecord) value);
      case Shape.Items(Shape of) -> value == null ? null : items(of, (List<?>) value);
      case Shape.Values(Shape of) -> value == null ? null : values(of, (Map<?, ?>) value);
      case Shape.Choice(var records) -> {
        if (value instanceof IndexedRecord record) {
          String name = record.getSchema().getName();
          yield Map.of(name, present(value(records.getOrDefault(name, new Shape.Plain()), record)));
        }
        yield plain(value);
      }
      case Shape.Plain() -> plain(value);
    };
  }

  private static Map<String, Object> object(Shape.Fields shape, IndexedRecord record) {
    Map<String, Object> object = new TreeMap<>();
    for (Field field : shape.fields()) {
      Object value = value(field.shape(), record.get(field.position()));
      if (value != null && !value.equals(field.otherwise())) {
        object.put(field.name(), value);
      }
    }
    return object;
  }

  private static List<Object> items(Shape of, List<?> list) {
    List<Object> items = new ArrayList<>(list.size());
    for (Object item : list) {
      items.add(present(value(of, item)));
    }
    return items;
  }

  private static Map<String, Object> values(Shape of, Map<?, ?> map) {
    Map<String, Object> values = new TreeMap<>();
    map.forEach((key, value) -> values.put(key.toString(), present(value(of, value))));
    return values;
  }

  private static Object present(@Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("null in a list or a map has no canonical form");
    }
    return value;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Integer number -> number.longValue();
      case Long number -> number;
      case Boolean flag -> flag;
      case Instant time -> time.toEpochMilli();
      case ByteBuffer bytes -> hex(bytes);
      // Strings of any kind, and symbols of enums.
      default -> value.toString();
    };
  }

  private static String hex(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return HexFormat.of().formatHex(copy);
  }
}
