package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code resilience} sections as layers; what is wrong is noted in the manifest and left out. */
final class ResilienceReader {
  static final String KEY = "resilience";

  private static final List<String> GROUPS =
      List.of("timeouts", "retry", "budget", "hedge", "breaker", "ceiling");
  private static final String GUARD = "stream_guard";
  static final Set<String> KEYS =
      Set.of("timeouts", "retry", "advance_on", "budget", "hedge", "breaker", "ceiling", GUARD);

  private ResilienceReader() {}

  /** The section of the whole manifest or of a route, over what lies below it. */
  static ResilienceLayer read(Section owner, ResilienceLayer below) {
    return read(owner, below, true);
  }

  /** The section of a target, over that of its route. */
  static ResilienceLayer ofTarget(Section owner, ResilienceLayer below) {
    return read(owner, below, false);
  }

  private static ResilienceLayer read(Section owner, ResilienceLayer below, boolean budget) {
    Section section = owner.section(KEY).orElse(null);
    if (section == null) {
      return below;
    }
    section.onlyKeys(KEYS);
    if (!budget && section.has("budget")) {
      section.problem(
          "budget",
          "a budget is that of the whole request; expected it in the route or at the top level");
    }
    Map<Amount, Integer> amounts = new EnumMap<>(Amount.class);
    Map<String, Section> groups = new HashMap<>(Map.of("", section));
    for (String group : GROUPS) {
      section.section(group).ifPresent(s -> groups.put(group, s));
    }
    groups.forEach((group, s) -> amounts(s, group, amounts));
    ResilienceLayer own = new ResilienceLayer(amounts, kinds(groups), guard(section));
    ResilienceLayer merged = own.over(below);
    merged.contradictions().forEach(pair -> contradiction(groups, own, merged, pair));
    return merged;
  }

  private static void amounts(Section section, String group, Map<Amount, Integer> amounts) {
    List<Amount> known = Amount.of(group);
    if (known.isEmpty()) {
      return;
    }
    Set<String> keys = known.stream().map(amount -> amount.key).collect(Collectors.toSet());
    keys.addAll(group.equals("retry") ? Set.of(FailureKinds.RETRY_ON.key) : Set.of());
    section.onlyKeys(keys);
    for (Amount amount : known) {
      if (section.has(amount.key)) {
        // Below every bound: what cannot be read is left out, so that it contradicts nothing.
        int value = section.integer(amount.key, -1, amount.least, amount.most);
        if (value >= 0) {
          amounts.put(amount, value);
        }
      }
    }
  }

  private static Map<FailureKinds, List<String>> kinds(Map<String, Section> groups) {
    Map<FailureKinds, List<String>> all = new EnumMap<>(FailureKinds.class);
    for (FailureKinds key : FailureKinds.values()) {
      Section holder = groups.get(key.section);
      if (holder != null && holder.has(key.key)) {
        all.put(key, kinds(holder, key));
      }
    }
    return all;
  }

  private static List<String> kinds(Section section, FailureKinds key) {
    List<String> named = section.strings(key.key);
    List<String> possible = key.possible();
    for (String kind : new TreeSet<>(named)) {
      if (!possible.contains(kind)) {
        section.problem(
            key.key,
            why(kind)
                + "\""
                + Texts.shortened(kind)
                + "\"; expected any of "
                + String.join(", ", possible));
      }
    }
    return named.stream().distinct().filter(possible::contains).toList();
  }

  private static String why(String kind) {
    return FailureKinds.isKind(kind)
        ? "the same target would not do better after "
        : "unknown kind of failure ";
  }

  private static Optional<Boolean> guard(Section section) {
    Optional<String> text = section.string(GUARD);
    if (text.isPresent() && !Set.of("rescue", "error").contains(text.get())) {
      section.problem(
          GUARD, "expected rescue or error, found \"" + Texts.shortened(text.get()) + "\"");
      return Optional.empty();
    }
    return text.map("rescue"::equals);
  }

  /** Said where one of both is set; of what lies below it has been said already. */
  private static void contradiction(
      Map<String, Section> groups, ResilienceLayer own, ResilienceLayer merged, Amount.Pair pair) {
    for (Amount here : List.of(pair.low(), pair.high())) {
      if (own.amounts().containsKey(here)) {
        Amount other = here == pair.low() ? pair.high() : pair.low();
        String message =
            merged.amount(here)
                + (here == pair.low() ? " is above " : " is below ")
                + other.section
                + "."
                + other.key
                + ", which is "
                + merged.amount(other);
        Objects.requireNonNull(groups.get(here.section)).problem(here.key, message);
        return;
      }
    }
  }
}
