package dev.strowger.console.diff;

import dev.strowger.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What differs in what two bundles say, wherever in their files it stands.
 *
 * @param sections routes, constraints, intents and models; those in which nothing differs too
 * @param settings what differs in all other keys
 */
public record PolicyDiff(Map<String, Section> sections, List<Change> settings) {
  /** Longer ones are cut: then somebody has replaced the policy, and reads it whole. */
  public static final int MAX_CHANGES = 500;

  /** A value by its path; an empty text where there is none. */
  public record Change(String path, String from, String to) {}

  /** An entry that both have, and what differs in it. */
  public record Changed(String name, List<Change> keys) {}

  /**
   * @param moved entries that stand before or behind others than they did; where the order matters
   */
  public record Section(
      List<String> added, List<String> removed, List<Changed> changed, List<String> moved) {
    boolean empty() {
      return added.isEmpty() && removed.isEmpty() && changed.isEmpty() && moved.isEmpty();
    }
  }

  public static PolicyDiff between(Policy.Bundle from, Policy.Bundle to) {
    BundleContent old = BundleContent.of(from);
    BundleContent now = BundleContent.of(to);
    Map<String, Section> sections = new LinkedHashMap<>();
    sections.put("routes", section(old.routes(), now.routes(), true));
    sections.put("constraints", section(old.constraints(), now.constraints(), false));
    sections.put("intents", section(old.intents(), now.intents(), false));
    sections.put("models", section(old.models(), now.models(), false));
    return new PolicyDiff(sections, changes(old.rest(), now.rest()));
  }

  /** Whether both say the same. */
  public boolean empty() {
    return settings.isEmpty() && sections.values().stream().allMatch(Section::empty);
  }

  /** A line for each kind of difference, e.g. {@code routes: 1 added, 2 changed}. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    sections.forEach(
        (name, section) -> {
          List<String> parts = new ArrayList<>();
          count(section.added().size(), "added", parts);
          count(section.removed().size(), "removed", parts);
          count(section.changed().size(), "changed", parts);
          count(section.moved().size(), "moved", parts);
          if (!parts.isEmpty()) {
            lines.add(name + ": " + String.join(", ", parts));
          }
        });
    if (!settings.isEmpty()) {
      lines.add("settings: " + settings.size() + " changed");
    }
    return lines;
  }

  private static void count(int number, String what, List<String> parts) {
    if (number > 0) {
      parts.add(number + " " + what);
    }
  }

  private static Section section(
      Map<String, Map<String, Object>> old, Map<String, Map<String, Object>> now, boolean ordered) {
    List<String> added = now.keySet().stream().filter(n -> !old.containsKey(n)).toList();
    List<String> removed = old.keySet().stream().filter(n -> !now.containsKey(n)).toList();
    List<Changed> changed = new ArrayList<>();
    now.forEach(
        (name, entry) -> {
          Map<String, Object> before = old.get(name);
          List<Change> keys = before == null ? List.of() : changes(before, entry);
          if (!keys.isEmpty() && changed.size() < MAX_CHANGES) {
            changed.add(new Changed(name, keys));
          }
        });
    List<String> both = old.keySet().stream().filter(now::containsKey).toList();
    return new Section(
        added,
        removed,
        List.copyOf(changed),
        ordered ? moved(both, new ArrayList<>(now.keySet())) : List.of());
  }

  private static List<Change> changes(Map<String, Object> old, Map<String, Object> now) {
    Map<String, String> from = Flat.of(old);
    Map<String, String> to = Flat.of(now);
    Set<String> paths = new TreeSet<>(from.keySet());
    paths.addAll(to.keySet());
    return paths.stream()
        .map(p -> new Change(p, from.getOrDefault(p, ""), to.getOrDefault(p, "")))
        .filter(c -> !c.from().equals(c.to()))
        .limit(MAX_CHANGES)
        .toList();
  }

  /** As few as can be: all that are not in a longest sequence that kept its order. */
  private static List<String> moved(List<String> old, List<String> now) {
    List<String> kept = now.stream().filter(new LinkedHashSet<>(old)::contains).toList();
    Map<String, Integer> places = new LinkedHashMap<>();
    old.forEach(name -> places.put(name, places.size()));
    int[] longest = new int[kept.size()];
    int[] before = new int[kept.size()];
    int end = -1;
    for (int i = 0; i < kept.size(); i++) {
      longest[i] = 1;
      before[i] = -1;
      for (int j = 0; j < i; j++) {
        if (places.getOrDefault(kept.get(j), 0) < places.getOrDefault(kept.get(i), 0)
            && longest[j] >= longest[i]) {
          longest[i] = longest[j] + 1;
          before[i] = j;
        }
      }
      end = end < 0 || longest[i] > longest[end] ? i : end;
    }
    Set<String> stayed = new LinkedHashSet<>();
    for (int i = end; i >= 0; i = before[i]) {
      stayed.add(kept.get(i));
    }
    return kept.stream().filter(name -> !stayed.contains(name)).toList();
  }
}
