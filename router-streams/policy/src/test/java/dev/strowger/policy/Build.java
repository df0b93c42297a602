package dev.strowger.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Policies and calls for tests, without manifests. */
final class Build {
  static final ResilienceLayer.Placed PLACED = ResilienceLayer.NOTHING.placed(false);
  static final Budget BUDGET = new Budget(12, 0);
  static final Acceptance NO_REFUSAL = accept(Optional.empty());

  private Build() {}

  static Target.Name name(String text) {
    return Target.Name.parse(text).orElseThrow();
  }

  static Target target(String name) {
    return target(name, 1, 1);
  }

  static Target target(String name, long weight, int tier) {
    return new Target(name(name), weight, tier, Optional.empty(), Optional.empty(), PLACED);
  }

  static Target gated(String name, Acceptance accept) {
    return new Target(name(name), 1, 1, Optional.empty(), Optional.of(accept), PLACED);
  }

  static Acceptance judged(String judge) {
    return accept(Optional.of(new Acceptance.Judge(judge, 0.7, "")));
  }

  private static Acceptance accept(Optional<Acceptance.Judge> judge) {
    return new Acceptance(
        false,
        List.of(),
        true,
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        judge);
  }

  static ModelCard card() {
    return ModelCard.UNKNOWN;
  }

  static ModelCard places(String... places) {
    return card(new ModelCard.Standing(Set.of(places), Set.of(), false, false, Optional.empty()));
  }

  static ModelCard card(ModelCard.Standing standing) {
    return new ModelCard(
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        standing,
        OptionalDouble.empty());
  }

  static ModelCard can(String... capabilities) {
    return sized(Optional.empty(), capabilities);
  }

  static ModelCard sized(Optional<Integer> window, String... capabilities) {
    return new ModelCard(
        Set.of(capabilities),
        Optional.empty(),
        window,
        Optional.empty(),
        Map.of(),
        ModelCard.Standing.UNKNOWN,
        OptionalDouble.empty());
  }

  /** Price in micros per million tokens either way, and tokens per second; NaN: unknown. */
  static ModelCard figures(double price, Map<String, Double> quality, double speed) {
    return new ModelCard(
        Set.of(),
        Double.isNaN(price)
            ? Optional.empty()
            : Optional.of(new ModelPrice("USD", (long) price, (long) price, 0, 0)),
        Optional.empty(),
        Optional.empty(),
        quality,
        ModelCard.Standing.UNKNOWN,
        Double.isNaN(speed) ? OptionalDouble.empty() : OptionalDouble.of(speed));
  }

  static Require in(String... places) {
    return new Require(
        Set.of(places),
        Set.of(),
        Set.of(),
        false,
        false,
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty());
  }

  /** A route being written. */
  static final class Way {
    private final String name;
    private final List<Target> targets;
    private Match match = Match.ALL;
    private Require require = Require.NOTHING;
    private Strategy strategy = Strategy.WEIGHTED;
    private Optional<Target> fallback = Optional.empty();
    private Optional<CacheSettings> cache = Optional.empty();
    private Optional<Experiment> experiment = Optional.empty();
    private List<Shadow> shadows = List.of();

    Way(String name, Target... targets) {
      this.name = name;
      this.targets = List.of(targets);
    }

    Way(String name, List<Target> targets) {
      this.name = name;
      this.targets = targets;
    }

    Way match(Match match) {
      this.match = match;
      return this;
    }

    Way require(Require require) {
      this.require = require;
      return this;
    }

    Way order(Strategy.Order order) {
      this.strategy = new Strategy(order, strategy.sticky());
      return this;
    }

    Way sticky(Strategy.Sticky sticky) {
      this.strategy = new Strategy(strategy.order(), Optional.of(sticky));
      return this;
    }

    Way fallback(String target) {
      this.fallback = Optional.of(target(target, 0, 1));
      return this;
    }

    Way cache(CacheSettings settings) {
      this.cache = Optional.of(settings);
      return this;
    }

    Way experiment(Experiment trial) {
      this.experiment = Optional.of(trial);
      return this;
    }

    Way shadows(Shadow... copies) {
      this.shadows = List.of(copies);
      return this;
    }

    Route route() {
      return new Route(
          name,
          match,
          require,
          strategy,
          targets,
          fallback,
          new Route.Extras(cache, experiment, shadows),
          Map.of(),
          BUDGET);
    }
  }

  /** A policy being written. */
  static final class Whole {
    private final List<Route> routes = new ArrayList<>();
    private final List<Constraint> constraints = new ArrayList<>();
    private final Map<Target.Name, ModelCard> cards = new LinkedHashMap<>();

    static Whole of(Way... ways) {
      Whole whole = new Whole();
      Arrays.stream(ways).map(Way::route).forEach(whole.routes::add);
      return whole;
    }

    Whole rule(String name, Match match, Require require) {
      constraints.add(new Constraint(name, match, require));
      return this;
    }

    Whole card(String target, ModelCard card) {
      cards.put(name(target), card);
      return this;
    }

    Policy policy() {
      Ruleset ruleset =
          new Ruleset(routes, constraints, ResilienceLayer.NOTHING, FeatureNeeds.NONE);
      return new CompiledPolicy("v", ruleset, cards, Set.of("a", "b", "c", "openai"));
    }
  }

  /** A call being written. */
  static final class Call {
    private final String id;
    private String model = "m";
    private String conversation = "";
    private String user = "";
    private String operation = "chat";
    private Instant at = Instant.parse("2026-12-02T10:00:00Z");
    private final Set<String> needs = new HashSet<>();
    private long promptTokens = 1000;
    private OptionalLong maxOutput = OptionalLong.empty();
    private OptionalDouble temperature = OptionalDouble.empty();
    private int choices = 1;
    private CallFacts.CacheMode mode = CallFacts.CacheMode.USE;
    private Map<String, Double> intents = Map.of();
    private Set<String> classes = Set.of();
    private boolean undetermined;
    private final Map<String, String> down = new HashMap<>();
    private final Map<String, CallFacts.TargetState> states = new HashMap<>();
    private final Set<String> stopped = new HashSet<>();

    Call(String id) {
      this.id = id;
    }

    Call model(String name) {
      this.model = name;
      return this;
    }

    Call conversation(String name) {
      this.conversation = name;
      return this;
    }

    Call user(String name) {
      this.user = name;
      return this;
    }

    Call operation(String name) {
      this.operation = name;
      return this;
    }

    Call at(String time) {
      this.at = Instant.parse(time);
      return this;
    }

    Call needs(String... capabilities) {
      needs.addAll(List.of(capabilities));
      return this;
    }

    Call tokens(long prompt, long output) {
      this.promptTokens = prompt;
      this.maxOutput = OptionalLong.of(output);
      return this;
    }

    Call tokens(long prompt) {
      this.promptTokens = prompt;
      return this;
    }

    Call temperature(double value) {
      this.temperature = OptionalDouble.of(value);
      return this;
    }

    Call choices(int count) {
      this.choices = count;
      return this;
    }

    Call mode(CallFacts.CacheMode value) {
      this.mode = value;
      return this;
    }

    Call intents(Map<String, Double> probabilities) {
      this.intents = probabilities;
      return this;
    }

    Call classes(String... names) {
      this.classes = Set.of(names);
      return this;
    }

    Call undetermined() {
      this.undetermined = true;
      return this;
    }

    Call down(String... names) {
      List.of(names).forEach(name -> down.put(name, "it is down"));
      return this;
    }

    Call state(String target, CallFacts.TargetState state) {
      states.put(target, state);
      return this;
    }

    Call stopped(String... experiments) {
      stopped.addAll(List.of(experiments));
      return this;
    }

    CallFacts facts() {
      return new CallFacts(
          id,
          at,
          new CallFacts.Caller("tenant", "", "key", user, Map.of()),
          new CallFacts.Asked(
              model,
              operation,
              false,
              needs,
              promptTokens,
              maxOutput,
              Map.of(),
              conversation,
              temperature,
              choices,
              mode),
          new CallFacts.Prompt("", intents, OptionalDouble.empty(), classes, undetermined),
          new CallFacts.Moment(down, states, stopped));
    }
  }

  static Call call(String id) {
    return new Call(id);
  }

  static Decision.Refused refused(Decision decision) {
    return switch (decision) {
      case Decision.Refused refused -> refused;
      case Decision.Planned planned -> throw new AssertionError("planned: " + planned.steps());
    };
  }

  static List<String> reasons(Decision decision) {
    return Manifests.planned(decision).steps().stream().map(Decision.Step::reason).toList();
  }

  static List<String> candidates(Decision decision) {
    return decision.candidates().stream()
        .map(c -> c.provider() + "/" + c.model() + " " + c.reason())
        .toList();
  }
}
