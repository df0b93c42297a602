package dev.strowger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every policy, every call, and whatever fails. */
class PlanPropertyTest {
  private static final int CALLS = 10;

  /** Each kind of constraint alone, with what it forbids. */
  enum Kind {
    JURISDICTIONS {
      @Override
      boolean permits(Target.Name name, ModelCard card) {
        Set<String> places = card.standing().jurisdictions();
        return !places.isEmpty() && Set.of("EU", "DE", "FR", "CH").containsAll(places);
      }
    },
    CERTIFICATIONS {
      @Override
      boolean permits(Target.Name name, ModelCard card) {
        return card.standing().certifications().contains("hipaa");
      }
    },
    PROVIDERS {
      @Override
      boolean permits(Target.Name name, ModelCard card) {
        return !name.provider().equals("a");
      }
    },
    OPEN_WEIGHT {
      @Override
      boolean permits(Target.Name name, ModelCard card) {
        return card.standing().openWeight();
      }
    },
    SELF_HOSTED {
      @Override
      boolean permits(Target.Name name, ModelCard card) {
        return card.standing().selfHosted();
      }
    },
    INPUT_PRICE {
      @Override
      boolean permits(Target.Name name, ModelCard card) {
        return card.price().isPresent() && card.price().get().inputMicrosPerMillion() <= 1;
      }
    },
    OUTPUT_PRICE {
      @Override
      boolean permits(Target.Name name, ModelCard card) {
        return card.price().isPresent() && card.price().get().outputMicrosPerMillion() <= 1;
      }
    },
    RETENTION {
      @Override
      boolean permits(Target.Name name, ModelCard card) {
        Optional<Retention> retention = card.standing().retention();
        return retention.isPresent() && retention.get() != Retention.UNLIMITED;
      }
    };

    abstract boolean permits(Target.Name name, ModelCard card);

    Require require() {
      return new Require(
          this == JURISDICTIONS ? Set.of("EU", "CH") : Set.of(),
          this == CERTIFICATIONS ? Set.of("hipaa") : Set.of(),
          this == PROVIDERS ? Set.of("a") : Set.of(),
          this == OPEN_WEIGHT,
          this == SELF_HOSTED,
          this == INPUT_PRICE ? OptionalLong.of(1) : OptionalLong.empty(),
          this == OUTPUT_PRICE ? OptionalLong.of(1) : OptionalLong.empty(),
          this == RETENTION ? Optional.of(Retention.DAYS_30) : Optional.empty());
    }
  }

  @Property(tries = 2_000)
  void aForbiddenModelIsInNoPlanJudgementShadowOrCache(@ForAll Kind kind, @ForAll long seed) {
    Worlds worlds = new Worlds(seed);
    Worlds.World world = worlds.world();
    List<Constraint> rules = new ArrayList<>(world.ruleset().constraints());
    rules.add(worlds.random.nextInt(rules.size() + 1), rule(kind));
    Ruleset ruled =
        new Ruleset(world.ruleset().routes(), rules, ResilienceLayer.NOTHING, FeatureNeeds.NONE);
    Policy policy = new CompiledPolicy("v", ruled, world.cards(), world.policy().providers());
    for (int i = 0; i < CALLS; i++) {
      Decision decision = policy.decide(worlds.call());
      assertThat(used(decision)).allMatch(name -> kind.permits(name, world.card(name)));
    }
  }

  private static Constraint rule(Kind kind) {
    return new Constraint("all", Match.ALL, kind.require());
  }

  /** All who get to see the prompt, and whose answers may be given. */
  private static List<Target.Name> used(Decision decision) {
    return switch (decision) {
      case Decision.Refused refused -> List.of();
      case Decision.Planned planned ->
          Stream.of(
                  planned.steps().stream().map(PlanPropertyTest::name),
                  planned.terms().shadows().stream().map(copy -> name(copy.step())),
                  planned.terms().cache().stream()
                      .flatMap(cache -> cache.allowed().stream())
                      .map(Build::name))
              .flatMap(names -> names)
              .toList();
    };
  }

  private static Target.Name name(Decision.Step step) {
    return new Target.Name(step.provider(), step.model());
  }

  @Property(tries = 2_000)
  void everyDecisionHolds(@ForAll long seed) {
    Worlds worlds = new Worlds(seed);
    Worlds.World world = worlds.world();
    for (int i = 0; i < CALLS; i++) {
      CallFacts call = worlds.call();
      Decision decision = world.policy().decide(call);
      Optional<Route> route = Naive.first(world.ruleset().routes(), call);
      List<Require> rules = new ArrayList<>();
      route.ifPresent(r -> rules.add(r.require()));
      world.ruleset().constraints().stream()
          .filter(rule -> Naive.fits(rule.match(), call))
          .forEach(rule -> rules.add(rule.require()));

      assertThat(used(decision))
          .allSatisfy(
              name ->
                  assertThat(rules).allMatch(rule -> Naive.permits(rule, name, world.card(name))));
      checkCandidates(decision);
      switch (decision) {
        case Decision.Planned plan -> {
          assertThat(plan.route()).isEqualTo(route.map(Route::name).orElse("direct"));
          checkPlan(plan, call);
        }
        case Decision.Refused refused -> checkRefusal(refused, route, rules, world, call);
      }
    }
  }

  private static void checkCandidates(Decision decision) {
    for (Decision.Candidate candidate : decision.candidates()) {
      assertThat(candidate.reason()).isNotBlank();
      assertThat(candidate.reason().startsWith("excluded: ")).isEqualTo(candidate.position() < 0);
      assertThat(candidate.reason()).isNotEqualTo("excluded: ");
    }
  }

  private static void checkPlan(Decision.Planned plan, CallFacts call) {
    List<Decision.Step> steps = plan.steps();
    List<Decision.Step> answers =
        steps.stream().filter(step -> step.role() == Decision.Role.ANSWER).toList();
    assertThat(answers).isNotEmpty();
    assertThat(answers.stream().map(PlanPropertyTest::name)).doesNotHaveDuplicates();
    assertThat(steps.getLast()).isSameAs(answers.getLast());
    assertThat(answers.getLast().accept()).isEmpty();
    Set<Decision.Step> placed = new HashSet<>();
    for (Decision.Candidate candidate : plan.candidates()) {
      if (candidate.position() >= 0) {
        Decision.Step step = steps.get(candidate.position());
        assertThat(step.provider() + "/" + step.model())
            .isEqualTo(candidate.provider() + "/" + candidate.model());
        assertThat(step.role()).isEqualTo(Decision.Role.ANSWER);
        assertThat(step.reason()).isEqualTo(candidate.reason());
        placed.add(step);
      }
    }
    assertThat(placed).hasSameSizeAs(answers);
    for (int i = 0; i < steps.size(); i++) {
      checkJudge(steps, i);
      assertThat(steps.get(i).resilience()).isEqualTo(Build.PLACED.at(i == steps.size() - 1));
    }
    long down = answers.stream().filter(s -> call.unavailable(name(s)).isPresent()).count();
    assertThat(down).isIn(0L, (long) answers.size());
    assertThat(answers)
        .allMatch(
            s ->
                s.card().capabilities().isEmpty()
                    || s.card().capabilities().containsAll(call.asked().needs()));
  }

  /** A step is followed by its judge exactly if its gates have one. */
  private static void checkJudge(List<Decision.Step> steps, int i) {
    Decision.Step step = steps.get(i);
    Optional<Acceptance.Judge> judge = step.accept().flatMap(Acceptance::judge);
    boolean followed = i + 1 < steps.size() && steps.get(i + 1).role() == Decision.Role.JUDGE;
    if (step.role() == Decision.Role.ANSWER) {
      assertThat(judge.isPresent()).isEqualTo(followed);
    } else {
      assertThat(judge.orElseThrow().target()).isEqualTo(name(step).toString());
      assertThat(steps.get(i - 1).accept()).isEqualTo(step.accept());
    }
  }

  private static void checkRefusal(
      Decision.Refused refused,
      Optional<Route> route,
      List<Require> rules,
      Worlds.World world,
      CallFacts call) {
    if (refused.status() == 404) {
      assertThat(route).isEmpty();
      return;
    }
    List<Target.Name> own =
        route
            .map(
                r ->
                    Stream.concat(r.targets().stream(), r.fallback().stream())
                        .map(Target::name)
                        .toList())
            .orElseGet(() -> List.of(Build.name(call.model())));
    List<Target.Name> permitted =
        own.stream()
            .filter(n -> rules.stream().allMatch(rule -> Naive.permits(rule, n, world.card(n))))
            .toList();
    assertThat(refused.status()).isEqualTo(permitted.isEmpty() ? 403 : 400);
    assertThat(permitted)
        .allMatch(
            n ->
                !world.card(n).capabilities().isEmpty()
                    && !world.card(n).capabilities().containsAll(call.asked().needs()));
    assertThat(refused.candidates()).isNotEmpty().allMatch(c -> c.position() == -1);
    assertThat(refused.message()).isNotBlank();
  }

  @Property(tries = 1_000)
  void theSameCallIsDecidedTheSameWay(@ForAll long seed) {
    Worlds.World world = new Worlds(seed).world();
    Worlds.World again = new Worlds(seed).world();
    for (int i = 0; i < CALLS; i++) {
      assertThat(world.policy().decide(new Worlds(seed + i).call()))
          .isEqualTo(again.policy().decide(new Worlds(seed + i).call()));
    }
  }
}
