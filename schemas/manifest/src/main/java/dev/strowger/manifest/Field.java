package dev.strowger.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A value and where it stands; a section may have values of several files. */
record Field(Manifest manifest, Node node, String path) {

  void problem(String message) {
    manifest.problem(node, path, message);
  }

  void warning(String message) {
    manifest.warning(node, path, message);
  }

  /** The mappings it is a list of, or the one that it is. */
  List<Section> sections() {
    if (node instanceof MappingNode mapping) {
      return List.of(Section.of(manifest, mapping, path));
    }
    if (!(node instanceof SequenceNode)) {
      problem("expected a list of mappings");
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    for (Field item : list()) {
      if (item.node instanceof MappingNode mapping) {
        sections.add(Section.of(manifest, mapping, item.path));
      } else {
        item.problem("expected a mapping");
      }
    }
    return sections;
  }

  /** The texts it is a list of. */
  List<Field> items() {
    if (!(node instanceof SequenceNode)) {
      problem("expected a list of texts");
      return List.of();
    }
    List<Field> items = new ArrayList<>();
    for (Field item : list()) {
      if (item.isText()) {
        items.add(item);
      } else {
        item.problem("expected text");
      }
    }
    return items;
  }

  /** What it is a list of; empty if it is none. */
  List<Field> list() {
    List<Field> items = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        items.add(new Field(manifest, item, path + "[" + items.size() + "]"));
      }
    }
    return items;
  }

  boolean isText() {
    return node instanceof ScalarNode;
  }

  /** Empty if it is not a text. */
  String text() {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  /** The value as text that is the same for the same meaning, however it is laid out. */
  String canonical() {
    return canonical(node);
  }

  private static String canonical(Node node) {
    return switch (node) {
      case ScalarNode scalar ->
          "\"" + scalar.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
      case SequenceNode sequence ->
          sequence.getValue().stream().map(Field::canonical).toList().toString();
      case MappingNode mapping -> {
        Map<String, String> entries = new TreeMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
          entries.put(canonical(tuple.getKeyNode()), canonical(tuple.getValueNode()));
        }
        yield entries.toString();
      }
      default -> throw new IllegalStateException("not a node of a composed file: " + node);
    };
  }
}
