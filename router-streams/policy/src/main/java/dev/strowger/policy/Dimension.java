package dev.strowger.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rules by what one of their conditions names: looked up by name in a hash table, by the beginnings
 * of names in a sorted array. What a beginning finds includes what its own beginnings find, so that
 * one value of a call costs one look-up.
 */
final class Dimension {
  /** The longest prefix that is also one of the prefixes; -1: none. */
  private final int[] parents;

  private final String[] prefixes;
  private final Postings[] byPrefix;
  private final Map<String, Postings> exact;
  private final Postings any;

  private Dimension(
      Postings any, Map<String, Postings> exact, SortedMap<String, Postings> byPrefix) {
    this.any = any;
    this.exact = exact;
    this.prefixes = byPrefix.keySet().toArray(String[]::new);
    this.byPrefix = byPrefix.values().toArray(Postings[]::new);
    this.parents = parents(prefixes);
  }

  /** Sorted, a name's longest beginning is the neighbour before it, or a beginning of that. */
  private static int[] parents(String[] sorted) {
    int[] parents = new int[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      int parent = i - 1;
      while (parent >= 0 && !sorted[i].startsWith(sorted[parent])) {
        parent = parents[parent];
      }
      parents[i] = parent;
    }
    return parents;
  }

  /**
   * Rules that may fit a call with these values here.
   *
   * @return sets to be taken together
   */
  List<Postings> find(Collection<String> values) {
    List<Postings> found = new ArrayList<>(1 + values.size());
    found.add(any);
    for (String value : values) {
      Postings named = exact.get(value);
      if (named != null) {
        found.add(named);
      } else if (prefixes.length > 0) {
        int place = longestPrefix(value);
        if (place >= 0) {
          found.add(byPrefix[place]);
        }
      }
    }
    return found;
  }

  private int longestPrefix(String value) {
    int low = 0;
    int high = prefixes.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (prefixes[middle].compareTo(value) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    while (high >= 0 && !value.startsWith(prefixes[high])) {
      high = parents[high];
    }
    return high;
  }

  /** Collects which rule names what. */
  static final class Builder {
    private final List<Integer> any = new ArrayList<>();
    private final Map<String, List<Integer>> exact = new HashMap<>();
    private final TreeMap<String, List<Integer>> prefixes = new TreeMap<>();

    void add(int rule, Aspect.Keys keys) {
      if (keys.any()) {
        any.add(rule);
        return;
      }
      keys.exact().forEach(name -> exact.computeIfAbsent(name, n -> new ArrayList<>()).add(rule));
      keys.prefixes()
          .forEach(start -> prefixes.computeIfAbsent(start, n -> new ArrayList<>()).add(rule));
    }

    /** Empty if no rule names anything. */
    Optional<Dimension> build(int size) {
      if (any.size() == size) {
        return Optional.empty();
      }
      Map<String, Postings> named = new HashMap<>();
      exact.forEach((name, rules) -> named.put(name, Postings.of(with(rules, name), size)));
      TreeMap<String, Postings> begun = new TreeMap<>();
      prefixes.keySet().forEach(p -> begun.put(p, Postings.of(with(List.of(), p), size)));
      return Optional.of(new Dimension(Postings.of(any, size), named, begun));
    }

    /** With those of all prefixes of the name. */
    private Set<Integer> with(List<Integer> rules, String name) {
      TreeSet<Integer> all = new TreeSet<>(rules);
      String prefix = prefixes.floorKey(name);
      while (prefix != null) {
        if (name.startsWith(prefix)) {
          all.addAll(prefixes.getOrDefault(prefix, List.of()));
          prefix = prefixes.lowerKey(prefix);
        } else {
          prefix = prefixes.floorKey(common(prefix, name));
        }
      }
      return all;
    }

    private static String common(String a, String b) {
      int length = 0;
      while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
        length++;
      }
      return a.substring(0, length);
    }
  }
}
