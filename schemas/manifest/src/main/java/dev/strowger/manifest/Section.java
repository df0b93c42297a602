package dev.strowger.manifest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of a manifest. Each reader method takes a key, and where the value is missing or wrong
 * notes a {@link Problem} and yields the fallback.
 */
public final class Section {
  private final Manifest manifest;
  private final MappingNode node;
  private final String path;
  private final Map<String, Node> fields = new LinkedHashMap<>();

  Section(Manifest manifest, MappingNode node, String path) {
    this.manifest = manifest;
    this.node = node;
    this.path = path;
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        manifest.problem(tuple.getKeyNode(), path, "expected a plain key");
      } else if (fields.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
        manifest.problem(key, at(key.getValue()), "this key stands twice");
      }
    }
  }

  static Section empty(Manifest manifest) {
    return new Section(manifest, new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK), "");
  }

  public String path() {
    return path;
  }

  public boolean has(String key) {
    return fields.containsKey(key);
  }

  public Set<String> keys() {
    return fields.keySet();
  }

  /** Every key that is not among the known ones becomes a problem. */
  public Section onlyKeys(Set<String> known) {
    fields.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            manifest.problem(
                value,
                at(key),
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

  public int integer(String key, int otherwise, int least, int most) {
    Integer value =
        read(
            key,
            "a whole number from " + least + " to " + most,
            text -> {
              int number = Integer.parseInt(text);
              return number < least || number > most ? null : (Integer) number;
            });
    return value == null ? otherwise : value;
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

  /** A list of plain values; empty if the key is missing. */
  public List<String> strings(String key) {
    List<String> values = new ArrayList<>();
    List<Node> items = items(key, "a list of texts");
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof ScalarNode scalar) {
        values.add(scalar.getValue());
      } else {
        manifest.problem(items.get(i), at(key) + "[" + i + "]", "expected text");
      }
    }
    return List.copyOf(values);
  }

  /** A list of mappings; empty if the key is missing. */
  public List<Section> sections(String key) {
    List<Section> values = new ArrayList<>();
    List<Node> items = items(key, "a list of mappings");
    for (int i = 0; i < items.size(); i++) {
      String itemPath = at(key) + "[" + i + "]";
      if (items.get(i) instanceof MappingNode mapping) {
        values.add(new Section(manifest, mapping, itemPath));
      } else {
        manifest.problem(items.get(i), itemPath, "expected a mapping");
      }
    }
    return List.copyOf(values);
  }

  /** A mapping under a key. */
  public Optional<Section> section(String key) {
    Node value = fields.get(key);
    if (value instanceof MappingNode mapping) {
      return Optional.of(new Section(manifest, mapping, at(key)));
    }
    if (value != null) {
      manifest.problem(value, at(key), "expected a mapping");
    }
    return Optional.empty();
  }

  /** Notes a problem at the value of a key, or at this section if the key is missing. */
  public void problem(String key, String message) {
    Node value = fields.get(key);
    manifest.problem(value == null ? node : value, at(key), message);
  }

  /** Notes that a key is missing. */
  public void missing(String key, String what) {
    problem(key, (has(key) ? "empty" : "missing") + "; expected " + what);
  }

  private <T> @Nullable T read(String key, String expected, Function<String, @Nullable T> parser) {
    Node value = fields.get(key);
    if (value == null) {
      return null;
    }
    String found = "a " + value.getNodeType();
    if (value instanceof ScalarNode scalar) {
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
    manifest.problem(value, at(key), "expected " + expected + ", found " + found);
    return null;
  }

  private List<Node> items(String key, String expected) {
    Node value = fields.get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    manifest.problem(value, at(key), "expected " + expected);
    return List.of();
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
