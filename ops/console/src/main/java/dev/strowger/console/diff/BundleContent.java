package dev.strowger.console.diff;

import dev.strowger.policy.Policy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A bundle as plain data: lists of included files behind those of the file that includes them, and
 * overlays laid over. Files that are no YAML count as empty: what is in force was compiled before.
 *
 * @param routes entries by name, in the order in which they are tried
 * @param rest all keys of both manifests that are no lists of named entries
 */
record BundleContent(
    Map<String, Map<String, Object>> routes,
    Map<String, Map<String, Object>> constraints,
    Map<String, Map<String, Object>> intents,
    Map<String, Map<String, Object>> models,
    Map<String, Object> rest) {
  private static final int MAX_ALIASES = 100;
  private static final Set<String> LISTS = Set.of("ai_routes", "constraints", "intents", "models");

  static BundleContent of(Policy.Bundle bundle) {
    Map<String, Object> routes = whole(bundle, Policy.Bundle.ROUTES);
    Map<String, Object> models = whole(bundle, Policy.Bundle.MODELS);
    Map<String, Object> rest = new LinkedHashMap<>(routes);
    models.forEach(rest::putIfAbsent);
    rest.keySet().removeAll(LISTS);
    rest.remove("include");
    return new BundleContent(
        named(routes.get("ai_routes")),
        named(routes.get("constraints")),
        named(routes.get("intents")),
        named(models.get("models")),
        rest);
  }

  /** What an entry of a list is known by; empty if it has no name. */
  static String nameOf(Map<?, ?> entry) {
    Object name = entry.get("name");
    if (name != null) {
      return name.toString();
    }
    return entry.containsKey("provider") && entry.containsKey("model")
        ? entry.get("provider") + "/" + entry.get("model")
        : "";
  }

  private static Map<String, Object> whole(Policy.Bundle bundle, String file) {
    Map<String, Object> content = new LinkedHashMap<>();
    gather(bundle, file, new HashSet<>(), content);
    if (!bundle.environment().isEmpty()) {
      String overlay =
          file.substring(0, file.length() - "yaml".length()) + bundle.environment() + ".yaml";
      lay(parse(bundle.files().get(overlay)), content);
    }
    return content;
  }

  private static void gather(
      Policy.Bundle bundle, String file, Set<String> seen, Map<String, Object> content) {
    if (!seen.add(file)) {
      return;
    }
    Map<String, Object> own = parse(bundle.files().get(file));
    own.forEach(
        (key, value) ->
            content.merge(key, value, (a, b) -> LISTS.contains(key) ? joined(a, b) : a));
    if (own.get("include") instanceof List<?> included) {
      included.forEach(name -> gather(bundle, String.valueOf(name), seen, content));
    }
  }

  private static List<Object> joined(Object first, Object then) {
    List<Object> all = new ArrayList<>();
    if (first instanceof List<?> list) {
      all.addAll(list);
    }
    if (then instanceof List<?> list) {
      all.addAll(list);
    }
    return all;
  }

  private static void lay(Map<String, Object> overlay, Map<String, Object> content) {
    overlay.forEach(
        (key, value) -> {
          if (LISTS.contains(key)) {
            content.put(key, List.copyOf(laid(named(value), named(content.get(key))).values()));
          } else {
            content.put(key, value);
          }
        });
  }

  private static Map<String, Map<String, Object>> laid(
      Map<String, Map<String, Object>> overlay, Map<String, Map<String, Object>> base) {
    Map<String, Map<String, Object>> all = new LinkedHashMap<>();
    Set<String> names = new LinkedHashSet<>(overlay.keySet());
    names.removeAll(base.keySet());
    names.addAll(base.keySet());
    for (String name : names) {
      Map<String, Object> entry = new LinkedHashMap<>(base.getOrDefault(name, Map.of()));
      entry.putAll(overlay.getOrDefault(name, Map.of()));
      if (!Boolean.TRUE.equals(entry.remove("remove"))) {
        all.put(name, entry);
      }
    }
    return all;
  }

  private static Map<String, Map<String, Object>> named(@Nullable Object list) {
    Map<String, Map<String, Object>> entries = new LinkedHashMap<>();
    if (list instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof Map<?, ?> map) {
          entries.putIfAbsent(nameOf(map), texts(map));
        }
      }
    }
    return entries;
  }

  private static Map<String, Object> parse(@Nullable String yaml) {
    LoadSettings settings = LoadSettings.builder().setMaxAliasesForCollections(MAX_ALIASES).build();
    try {
      return yaml != null && new Load(settings).loadFromString(yaml) instanceof Map<?, ?> map
          ? texts(map)
          : Map.of();
    } catch (YamlEngineException e) {
      return Map.of();
    }
  }

  private static Map<String, Object> texts(Map<?, ?> map) {
    Map<String, Object> texts = new LinkedHashMap<>();
    map.forEach((key, value) -> texts.put(String.valueOf(key), value == null ? "" : value));
    return texts;
  }
}
