package dev.strowger.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Matches over few words, so that two of them often overlap, and calls near to them. */
final class RandomMatches {
  private static final List<String> NAMES = List.of("a", "ab", "abc", "b", "");
  private static final List<String> WORDS = List.of("x", "y", "z");
  private static final List<String> ZONES = List.of("UTC", "Europe/Berlin", "America/New_York");
  private static final double[] STEPS = {0, 0.25, 0.5, 0.75, 1};

  private RandomMatches() {}

  record Call(
      String model,
      String tenant,
      String team,
      Map<String, String> tags,
      String operation,
      Set<String> needs,
      boolean stream,
      long promptTokens,
      Map<String, Double> intents,
      String language,
      Set<String> dataClasses,
      boolean undetermined,
      OptionalDouble complexity,
      Instant at) {}

  static Arbitrary<Match> matches() {
    return Arbitraries.longs().map(seed -> match(new Random(seed)));
  }

  private static Match match(Random random) {
    return new Match(
        models(random),
        new Match.Who(names(random), names(random), Names.ANY, named(random)),
        new Match.Asked(
            named(random),
            words(random),
            words(random),
            tokens(random),
            rarely(random) ? Optional.of(random.nextBoolean()) : Optional.empty()),
        new Match.Prompt(intents(random), words(random), words(random), span(random)),
        rarely(random) ? Optional.of(hours(random)) : Optional.empty());
  }

  /** Some conditions of the one, some of the other: pairs that nearly cover each other. */
  static Match mixed(Match one, Match other, Random random) {
    return new Match(
        mostly(random) ? one.models() : other.models(),
        new Match.Who(
            mostly(random) ? one.who().tenants() : other.who().tenants(),
            mostly(random) ? one.who().teams() : other.who().teams(),
            Names.ANY,
            mostly(random) ? one.who().tags() : other.who().tags()),
        mostly(random) ? one.asked() : other.asked(),
        new Match.Prompt(
            mostly(random) ? one.prompt().intents() : other.prompt().intents(),
            mostly(random) ? one.prompt().languages() : other.prompt().languages(),
            mostly(random) ? one.prompt().dataClasses() : other.prompt().dataClasses(),
            mostly(random) ? one.prompt().complexity() : other.prompt().complexity()),
        mostly(random) ? one.hours() : other.hours());
  }

  private static boolean mostly(Random random) {
    return random.nextInt(10) < 8;
  }

  /** A condition here and there: two matches with all of them would never cover each other. */
  private static boolean rarely(Random random) {
    return random.nextInt(5) == 0;
  }

  private static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static List<ModelPattern> models(Random random) {
    if (random.nextBoolean()) {
      return List.of(new ModelPattern(one(random, NAMES), true));
    }
    return List.of(
        new ModelPattern(one(random, NAMES), random.nextBoolean()),
        new ModelPattern(one(random, NAMES), random.nextBoolean()));
  }

  private static Names names(Random random) {
    return rarely(random) ? someNames(random) : Names.ANY;
  }

  private static Names someNames(Random random) {
    Set<String> exact = Set.copyOf(random.nextBoolean() ? List.of(one(random, NAMES)) : List.of());
    boolean prefix = exact.isEmpty() || random.nextBoolean();
    return new Names(exact, prefix ? List.of(one(random, NAMES)) : List.of());
  }

  private static Map<String, Names> named(Random random) {
    return rarely(random) ? Map.of(one(random, WORDS), someNames(random)) : Map.of();
  }

  private static Set<String> words(Random random) {
    if (!rarely(random)) {
      return Set.of();
    }
    Set<String> words = new HashSet<>();
    words.add(one(random, WORDS));
    words.add(one(random, WORDS));
    return words;
  }

  private static Map<String, Double> intents(Random random) {
    Map<String, Double> intents = new HashMap<>();
    words(random).forEach(word -> intents.put(word, STEPS[random.nextInt(STEPS.length)]));
    return intents;
  }

  private static Match.Tokens tokens(Random random) {
    if (!rarely(random)) {
      return Match.Tokens.ANY;
    }
    long from = random.nextInt(4);
    return new Match.Tokens(
        random.nextBoolean() ? OptionalLong.of(from) : OptionalLong.empty(),
        random.nextBoolean()
            ? OptionalLong.of(from + 1 + random.nextInt(3))
            : OptionalLong.empty());
  }

  private static Match.Span span(Random random) {
    if (!rarely(random)) {
      return Match.Span.ANY;
    }
    int from = random.nextInt(4);
    return new Match.Span(
        random.nextBoolean() ? OptionalDouble.of(STEPS[from]) : OptionalDouble.empty(),
        random.nextBoolean()
            ? OptionalDouble.of(STEPS[from + 1 + random.nextInt(4 - from)])
            : OptionalDouble.empty());
  }

  private static Hours hours(Random random) {
    Set<DayOfWeek> days =
        random.nextBoolean()
            ? Set.of()
            : EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.of(1 + random.nextInt(7)));
    return new Hours(
        ZoneId.of(one(random, ZONES)),
        days,
        LocalTime.of(random.nextInt(4) * 6, 0),
        LocalTime.of(random.nextInt(4) * 6, 0));
  }

  /** Mostly such as fits, sometimes not. */
  static Call callNear(Match match, Random random) {
    Map<String, String> tags = new HashMap<>();
    WORDS.forEach(word -> tags.put(word, one(random, NAMES)));
    match.who().tags().forEach((key, names) -> tags.put(key, name(names, random)));
    match.asked().headers().forEach((key, names) -> tags.put(key, name(names, random)));
    if (rarely(random)) {
      tags.remove(one(random, WORDS));
    }
    ModelPattern model = one(random, match.models());
    Set<String> needs = new HashSet<>(match.asked().capabilities());
    needs.addAll(words(random));
    Map<String, Double> intents = intents(random);
    match.prompt().intents().forEach((name, least) -> intents.putIfAbsent(name, least));
    Set<String> classes = new HashSet<>(words(random));
    match.prompt().dataClasses().stream().findAny().ifPresent(classes::add);
    return new Call(
        model.prefix() + (model.open() ? one(random, NAMES) : ""),
        name(match.who().tenants(), random),
        name(match.who().teams(), random),
        tags,
        any(match.asked().operations(), random),
        needs,
        match.asked().stream().orElse(random.nextBoolean()),
        match.asked().promptTokens().from().orElse(0) + random.nextInt(2),
        intents,
        any(match.prompt().languages(), random),
        classes,
        rarely(random),
        complexity(match.prompt().complexity(), random),
        Instant.EPOCH.plusSeconds(3600L * random.nextInt(24 * 7)));
  }

  private static String name(Names names, Random random) {
    if (names.any()) {
      return one(random, NAMES);
    }
    if (names.prefixes().isEmpty() || (random.nextBoolean() && !names.exact().isEmpty())) {
      return names.exact().iterator().next();
    }
    return names.prefixes().getFirst() + one(random, NAMES);
  }

  private static String any(Set<String> of, Random random) {
    return of.isEmpty() || rarely(random) ? one(random, WORDS) : of.iterator().next();
  }

  private static OptionalDouble complexity(Match.Span span, Random random) {
    if (rarely(random)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        span.equals(Match.Span.ANY) ? random.nextDouble() : span.from().orElse(0));
  }
}
