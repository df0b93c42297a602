package dev.strowger.manifest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of a manifest. Each reader method takes a key, and where the value is missing or wrong
 * notes a {@link Problem} and yields the fallback.
 */
public final class Section {
  private final Field self;
  private final Map<String, Field> fields;

  /** Entries that come from several files; they stand for the field of that key. */
  private final Map<String, List<Section>> stacked;

  private Section(Field self, Map<String, Field> fields, Map<String, List<Section>> stacked) {
    this.self = self;
    this.fields = fields;
    this.stacked = stacked;
  }

  static Section of(Manifest manifest, MappingNode node, String path) {
    Section section = new Section(new Field(manifest, node, path), new LinkedHashMap<>(), Map.of());
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        manifest.problem(tuple.getKeyNode(), path, "expected a plain key");
        continue;
      }
      Field field = new Field(manifest, tuple.getValueNode(), section.at(key.getValue()));
      if (section.fields.putIfAbsent(key.getValue(), field) != null) {
        manifest.problem(key, field.path(), "this key stands twice");
      }
    }
    return section;
  }

  static Section empty(Manifest manifest) {
    return of(manifest, new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK), "");
  }

  /** This section with other values, which may come from other files. */
  Section with(Map<String, Field> values, Map<String, List<Section>> entries) {
    return new Section(self, values, entries);
  }

  Map<String, Field> fields() {
    return fields;
  }

  Map<String, List<Section>> stacked() {
    return stacked;
  }

  public String path() {
    return self.path();
  }

  public boolean has(String key) {
    return fields.containsKey(key) || stacked.containsKey(key);
  }

  public Set<String> keys() {
    return fields.keySet();
  }

  /** Whether the value is a mapping, not a text or a list. */
  public boolean isMapping(String key) {
    Field field = fields.get(key);
    return field != null && field.isMapping();
  }

  /** Every key that is not among the known ones becomes a problem. */
  public Section onlyKeys(Set<String> known) {
    fields.forEach(
        (key, field) -> {
          if (!known.contains(key)) {
            field.problem(
                "unknown key; expected one of "
                    + String.join(", ", known.stream().sorted().toList()));
          }
        });
    return this;
  }

  public Optional<String> string(String key) {
    return Optional.ofNullable(read(key, "text", text -> text));
  }

  public String requiredString(String key, String what) {
    Optional<String> text = string(key).filter(s -> !s.isBlank());
    if (text.isEmpty()) {
      missing(key, what);
    }
    return text.orElse("");
  }

  /** One of some words; empty if the key is missing or has another. */
  public Optional<String> choice(String key, Collection<String> words) {
    return Optional.ofNullable(
        read(
            key, "one of " + String.join(", ", words), text -> words.contains(text) ? text : null));
  }

  public int integer(String key, int otherwise, int least, int most) {
    return (int) whole(key, least, most).orElse(otherwise);
  }

  /** A whole number; empty if the key is missing or the value wrong. */
  public OptionalLong whole(String key, long least, long most) {
    Long value =
        read(
            key,
            "a whole number from " + least + " to " + most,
            text -> {
              long number = Long.parseLong(text);
              return number < least || number > most ? null : (Long) number;
            });
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  public Optional<BigDecimal> decimal(String key) {
    return Optional.ofNullable(
        read(
            key,
            "a number of at least 0",
            text -> {
              BigDecimal number = new BigDecimal(text);
              return number.signum() < 0 ? null : number;
            }));
  }

  /** A number; empty if the key is missing or the value wrong. */
  public OptionalDouble number(String key, String least, String most) {
    BigDecimal low = new BigDecimal(least);
    BigDecimal high = new BigDecimal(most);
    BigDecimal value =
        read(
            key,
            "a number from " + least + " to " + most,
            text -> {
              BigDecimal number = new BigDecimal(text);
              return number.compareTo(low) < 0 || number.compareTo(high) > 0 ? null : number;
            });
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value.doubleValue());
  }

  public boolean flag(String key, boolean otherwise) {
    Boolean value =
        read(
            key,
            "true or false",
            text ->
                switch (text) {
                  case "true" -> Boolean.TRUE;
                  case "false" -> Boolean.FALSE;
                  default -> null;
                });
    return value == null ? otherwise : value;
  }

  /** A text or a list of texts; empty if the key is missing. An empty list is a problem. */
  public List<String> oneOrMore(String key, String what) {
    Field field = fields.get(key);
    if (field == null) {
      return List.of();
    }
    List<String> values = field.isText() ? List.of(field.text()) : strings(key);
    boolean none = field.node() instanceof SequenceNode list && list.getValue().isEmpty();
    if (none || values.stream().anyMatch(String::isBlank)) {
      missing(key, what);
    }
    return values.stream().filter(value -> !value.isBlank()).toList();
  }

  /** A list of plain values; empty if the key is missing. */
  public List<String> strings(String key) {
    Field field = fields.get(key);
    return field == null ? List.of() : field.items().stream().map(Field::text).toList();
  }

  /** A list of mappings; empty if the key is missing. */
  public List<Section> sections(String key) {
    Field field = fields.get(key);
    if (stacked.containsKey(key) || field == null) {
      return stacked.getOrDefault(key, List.of());
    }
    if (field.isMapping()) {
      field.problem("expected a list of mappings");
      return List.of();
    }
    return List.copyOf(field.sections());
  }

  /** A mapping under a key. */
  public Optional<Section> section(String key) {
    Field field = fields.get(key);
    if (field == null) {
      return Optional.empty();
    }
    if (!field.isMapping()) {
      field.problem("expected a mapping");
      return Optional.empty();
    }
    return Optional.of(field.sections().getFirst());
  }

  /** The same for sections that say the same, whatever their layout, comments and order of keys. */
  public String canonical() {
    Map<String, String> values = new TreeMap<>();
    fields.forEach((key, field) -> values.put(key, field.canonical()));
    return values.toString();
  }

  /** Notes a problem at the value of a key, or at this section if the key is missing. */
  public void problem(String key, String message) {
    place(key).problem(message);
  }

  /** Notes a problem at one of the values of a list, or at the only value. */
  public void problem(String key, String value, String message) {
    Field field = place(key);
    field.list().stream()
        .filter(item -> item.text().equals(value))
        .findFirst()
        .orElse(field)
        .problem(message);
  }

  /** Notes something that is allowed but hardly meant, at the same place as a problem. */
  public void warning(String key, String message) {
    place(key).warning(message);
  }

  /** Notes that a key is missing. */
  public void missing(String key, String what) {
    problem(key, (has(key) ? "empty" : "missing") + "; expected " + what);
  }

  private Field place(String key) {
    Field field = fields.get(key);
    return field == null ? new Field(self.manifest(), self.node(), at(key)) : field;
  }

  private <T> @Nullable T read(String key, String expected, Function<String, @Nullable T> parser) {
    Field field = fields.get(key);
    if (field == null) {
      return null;
    }
    String found = "a " + field.node().getNodeType();
    if (field.node() instanceof ScalarNode scalar) {
      found = "\"" + scalar.getValue() + "\"";
      try {
        T parsed = parser.apply(scalar.getValue());
        if (parsed != null) {
          return parsed;
        }
      } catch (NumberFormatException e) {
        // Reported below, like any other value that does not fit.
      }
    }
    field.problem("expected " + expected + ", found " + found);
    return null;
  }

  private String at(String key) {
    return self.path().isEmpty() ? key : self.path() + "." + key;
  }
}
