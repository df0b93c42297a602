package dev.strowger.policy;

import java.util.ArrayList;
import java.util.Arrays;
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
