package dev.strowger.manifest;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Finds values that look like a key or a password: manifests are kept in repositories and in the
 * log, and secrets come by the environment only. Comments are not looked at: parsing drops them.
 */
final class SecretText {
  private static final Map<Pattern, String> LOOKS =
      Map.of(
          Pattern.compile("\\bsk-[A-Za-z0-9_-]{16,}"), "an API key",
          Pattern.compile("\\bA(?:KIA|SIA)[A-Z0-9]{16}\\b"), "an access key of AWS",
          Pattern.compile("\\bAIza[A-Za-z0-9_-]{35}"), "an API key of Google",
          Pattern.compile("(?i)\\b(?:bearer|basic)\\s+[A-Za-z0-9._~+/-]{16,}"), "a credential",
          Pattern.compile("\\b(?:gh[pousr]_|hf_|xai-|gsk_|hvs\\.)[A-Za-z0-9_-]{20,}"), "a token",
          Pattern.compile("\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\."),
              "a JSON web token",
          Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----"), "a private key");

  private final Manifest manifest;

  /** An alias leads to the node it stands for, and may lead there often. */
  private final IdentityHashMap<Node, Boolean> seen = new IdentityHashMap<>();

  SecretText(Manifest manifest) {
    this.manifest = manifest;
  }

  /** Notes a problem at each; none of them repeats the value. */
  void look(Node node, String path) {
    if (seen.put(node, true) != null) {
      return;
    }
    switch (node) {
      case ScalarNode scalar ->
          kind(scalar.getValue())
              .ifPresent(
                  kind ->
                      manifest.problem(
                          node,
                          path,
                          "looks like "
                              + kind
                              + "; a manifest names the environment variable of a secret, never"
                              + " the secret"));
      case SequenceNode list -> {
        int i = 0;
        for (Node item : list.getValue()) {
          look(item, path + "[" + i++ + "]");
        }
      }
      case MappingNode mapping -> {
        for (NodeTuple tuple : mapping.getValue()) {
          look(tuple.getKeyNode(), path);
          look(tuple.getValueNode(), at(path, tuple.getKeyNode()));
        }
      }
      default -> {}
    }
  }

  private static String at(String path, Node key) {
    String name =
        key instanceof ScalarNode scalar && kind(scalar.getValue()).isEmpty()
            ? scalar.getValue()
            : "?";
    return path.isEmpty() ? name : path + "." + name;
  }

  private static Optional<String> kind(String text) {
    return LOOKS.entrySet().stream()
        .filter(look -> look.getKey().matcher(text).find())
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
