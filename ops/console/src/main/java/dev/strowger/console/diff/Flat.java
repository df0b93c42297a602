package dev.strowger.console.diff;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A tree of settings as one text by path, e.g. {@code targets[openai/gpt-4o].weight}. */
final class Flat {
  private static final int MAX_CHARS = 200;

  private Flat() {}

  static Map<String, String> of(Map<String, Object> tree) {
    Map<String, String> flat = new TreeMap<>();
    tree.forEach((key, value) -> put(key, value, flat));
    return flat;
  }

  private static void put(String path, Object value, Map<String, String> flat) {
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() ->
          map.forEach((key, below) -> put(path + "." + key, below == null ? "" : below, flat));
      case List<?> list when named(list) -> {
        for (Object item : list) {
          put(path + "[" + BundleContent.nameOf((Map<?, ?>) item) + "]", item, flat);
        }
        flat.put(path, order(list));
      }
      default -> flat.put(path, shortened(value.toString()));
    }
  }

  /** Whether each item is known by a name of its own. */
  private static boolean named(List<?> list) {
    return !list.isEmpty()
        && list.stream()
            .allMatch(i -> i instanceof Map<?, ?> m && !BundleContent.nameOf(m).isEmpty())
        && list.stream().map(i -> BundleContent.nameOf((Map<?, ?>) i)).distinct().count()
            == list.size();
  }

  private static String order(List<?> list) {
    return shortened(
        list.stream()
            .map(i -> BundleContent.nameOf((Map<?, ?>) i))
            .collect(Collectors.joining(", ")));
  }

  private static String shortened(String text) {
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…";
  }
}
