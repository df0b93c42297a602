package dev.strowger.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Random policies, calls and faults out of few names, so that much of it meets. */
final class Worlds extends Dice {
  private static final List<String> WORDS =
      List.of("gpt", "gpt-4", "gpt-4o", "gpt-4o-mini", "o3", "claude", "claude-x", "llama");
  private static final List<String> PLACES = List.of("EU", "DE", "FR", "US", "CH");
  private static final List<String> CAPABILITIES = List.of("tools", "vision", "audio");
  private static final List<String> CERTIFICATIONS = List.of("iso-27001", "hipaa");
  private static final List<String> CLASSES = List.of("pii", "payment", "health");
  private static final List<String> INTENTS = List.of("code", "chat", "math");
  private static final List<String> PROVIDERS = List.of("a", "b", "c", "openai");

  Worlds(long seed) {
    super(seed);
  }

  /** A policy and what it was made of. */
  record World(Policy policy, Ruleset ruleset, Map<Target.Name, ModelCard> cards) {
    ModelCard card(Target.Name name) {
      return cards.getOrDefault(name, ModelCard.UNKNOWN);
    }
  }

  World world() {
    Map<Target.Name, ModelCard> cards = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      cards.put(name(), card());
    }
    List<Route> routes = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(5); i++) {
      routes.add(route("r" + i));
    }
    List<Constraint> constraints = new ArrayList<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      constraints.add(new Constraint("rule" + i, few(this::match, Match.ALL), require()));
    }
    Ruleset ruleset = new Ruleset(routes, constraints, ResilienceLayer.NOTHING, FeatureNeeds.NONE);
    return new World(
        new CompiledPolicy("v", ruleset, cards, Set.copyOf(PROVIDERS)), ruleset, cards);
  }

  Target.Name name() {
    return new Target.Name(one(PROVIDERS), "m" + random.nextInt(4));
  }

  private Target target(Set<Target.Name> taken) {
    Target.Name name = name();
    while (!taken.add(name)) {
      name = name();
    }
    return new Target(
        name,
        random.nextInt(4),
        1 + random.nextInt(2),
        Optional.empty(),
        maybe(this::acceptance),
        Build.PLACED);
  }

  private List<Target> targets() {
    Set<Target.Name> taken = new HashSet<>();
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      targets.add(target(taken));
    }
    return targets;
  }

  private Route route(String name) {
    return new Route(
        name,
        few(this::match, Match.ALL),
        few(this::require, Require.NOTHING),
        new Strategy(order(), maybe(() -> one(List.of(Strategy.Sticky.values())))),
        targets(),
        maybe(() -> target(new HashSet<>())),
        new Route.Extras(
            maybe(() -> new CacheSettings(OptionalDouble.of(0.9), 1, random.nextBoolean(), 1)),
            maybe(
                () ->
                    new Experiment(
                        "trial-" + name,
                        random.nextDouble(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        targets(),
                        Optional.empty(),
                        "d")),
            some(List.of("x", "y")).stream()
                .map(s -> new Shadow(s, random.nextDouble(), target(new HashSet<>()), 0, 0))
                .toList()),
        Map.of(),
        Build.BUDGET);
  }

  private Strategy.Order order() {
    return switch (random.nextInt(7)) {
      case 0 -> new Strategy.Order.Priority();
      case 1 -> new Strategy.Order.Cheapest(random.nextDouble());
      case 2 -> new Strategy.Order.LowestLatency(one(List.of(Strategy.Figure.values())));
      case 3 -> new Strategy.Order.LeastBusy();
      case 4 -> new Strategy.Order.Score(random.nextDouble(), 1, random.nextDouble());
      case 5 -> new Strategy.Order.Adaptive(random.nextDouble());
      default -> new Strategy.Order.Weighted();
    };
  }

  private Acceptance acceptance() {
    return new Acceptance(
        random.nextBoolean(),
        List.of(),
        random.nextBoolean(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        maybe(() -> new Acceptance.Judge(name().toString(), 0.5, "")));
  }

  private ModelCard card() {
    return new ModelCard(
        random.nextBoolean() ? Set.of() : some(CAPABILITIES),
        maybe(() -> new ModelPrice("USD", random.nextInt(4), random.nextInt(4), 0, 0)),
        maybe(() -> 500 + random.nextInt(2000)),
        Optional.empty(),
        random.nextBoolean() ? Map.of() : Map.of("general", random.nextDouble()),
        new ModelCard.Standing(
            some(PLACES),
            some(CERTIFICATIONS),
            random.nextBoolean(),
            random.nextBoolean(),
            maybe(() -> one(List.of(Retention.values())))),
        random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(10));
  }

  Require require() {
    return new Require(
        random.nextInt(3) > 0 ? Set.of() : some(PLACES),
        random.nextInt(3) > 0 ? Set.of() : some(CERTIFICATIONS),
        random.nextInt(3) > 0 ? Set.of() : some(PROVIDERS),
        random.nextInt(5) == 0,
        random.nextInt(5) == 0,
        random.nextInt(5) > 0 ? OptionalLong.empty() : OptionalLong.of(random.nextInt(4)),
        random.nextInt(5) > 0 ? OptionalLong.empty() : OptionalLong.of(random.nextInt(4)),
        random.nextInt(5) > 0 ? Optional.empty() : maybe(() -> one(List.of(Retention.values()))));
  }

  /** Each condition is there one time in six. */
  Match match() {
    return new Match(
        random.nextBoolean() ? List.of() : some(WORDS).stream().map(this::pattern).toList(),
        new Match.Who(
            names(List.of("t1", "t2", "t22")),
            names(List.of("team-a", "team-b")),
            names(List.of("k1", "k2")),
            keyed(List.of("project", "stage"))),
        new Match.Asked(
            keyed(List.of("x-app")),
            few(() -> some(List.of("chat", "embeddings")), Set.of()),
            few(() -> some(CAPABILITIES), Set.of()),
            few(() -> new Match.Tokens(atLeast(), atLeast()), Match.Tokens.ANY),
            few(() -> Optional.of(random.nextBoolean()), Optional.<Boolean>empty())),
        new Match.Prompt(
            few(() -> probabilities(), Map.of()),
            few(() -> some(List.of("en", "de")), Set.of()),
            few(() -> some(CLASSES), Set.of()),
            few(() -> new Match.Span(share(), share()), Match.Span.ANY)),
        few(() -> Optional.of(hours()), Optional.<Hours>empty()));
  }

  private ModelPattern pattern(String word) {
    return random.nextInt(3) == 0
        ? new ModelPattern(word.substring(0, random.nextInt(word.length())), true)
        : new ModelPattern(word, false);
  }

  private Hours hours() {
    return new Hours(
        ZoneId.of("Europe/Berlin"),
        some(List.of(DayOfWeek.values())),
        LocalTime.of(random.nextInt(24), 0),
        LocalTime.of(random.nextInt(24), 0));
  }

  private Names names(List<String> of) {
    return few(() -> someNames(of), Names.ANY);
  }

  private Names someNames(List<String> of) {
    return new Names(
        some(of), some(of).stream().map(n -> n.substring(0, random.nextInt(n.length()))).toList());
  }

  private Map<String, Names> keyed(List<String> keys) {
    Map<String, Names> keyed = new HashMap<>();
    keys.forEach(
        key -> {
          if (random.nextInt(6) == 0) {
            keyed.put(key, someNames(List.of("v1", "v2", "w")));
          }
        });
    return keyed;
  }

  private Map<String, Double> probabilities() {
    Map<String, Double> probabilities = new HashMap<>();
    some(INTENTS).forEach(intent -> probabilities.put(intent, random.nextInt(11) / 10.0));
    return probabilities;
  }

  private OptionalLong atLeast() {
    return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(2000));
  }

  private OptionalDouble share() {
    return random.nextBoolean()
        ? OptionalDouble.empty()
        : OptionalDouble.of(random.nextInt(11) / 10.0);
  }

  CallFacts call() {
    Map<String, String> tags = new HashMap<>();
    some(List.of("project", "stage")).forEach(k -> tags.put(k, one(List.of("v1", "v2", "w"))));
    return new CallFacts(
        "id-" + random.nextInt(1_000_000),
        Instant.ofEpochSecond(1_796_083_200L + random.nextInt(1_000_000)),
        new CallFacts.Caller(
            one(List.of("t1", "t2", "t22", "u")),
            one(List.of("", "team-a", "team-b")),
            one(List.of("k1", "k2")),
            one(List.of("", "u1")),
            tags),
        new CallFacts.Asked(
            random.nextInt(5) == 0 ? name().toString() : one(WORDS),
            one(List.of("chat", "embeddings", "text_completion")),
            random.nextBoolean(),
            random.nextBoolean() ? Set.of() : some(CAPABILITIES),
            random.nextInt(2000),
            atLeast(),
            random.nextBoolean() ? Map.of() : Map.of("x-app", one(List.of("v1", "w"))),
            one(List.of("", "c1")),
            share(),
            1 + random.nextInt(2),
            one(List.of(CallFacts.CacheMode.values()))),
        new CallFacts.Prompt(
            one(List.of("", "en", "de")),
            probabilities(),
            share(),
            some(CLASSES),
            random.nextInt(5) == 0),
        moment());
  }

  private CallFacts.Moment moment() {
    Map<String, String> down = new HashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      down.put(random.nextInt(3) == 0 ? one(PROVIDERS) : name().toString(), "it is down");
    }
    Map<String, CallFacts.TargetState> states = new HashMap<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      states.put(
          name().toString(),
          new CallFacts.TargetState(
              random.nextInt(9), 0, 0, random.nextInt(5), 20, random.nextInt(20), 1));
    }
    return new CallFacts.Moment(
        down, states, some(List.of("trial-r0@d", "trial-r1@d", "trial-r2@old")));
  }
}
