package dev.strowger.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** An index of the routes, an index of the constraints, the catalogue's cards by target. */
final class CompiledPolicy implements Policy {
  /** The route of calls that name a provider's model themselves. */
  static final String DIRECT = "direct";

  private final String version;
  private final FeatureNeeds needs;
  private final List<Constraint> constraints;
  private final Rules rules;
  private final MatchIndex index;
  private final List<CompiledRoute> routes;
  private final ResilienceLayer.Placed direct;
  private final Budget budget;
  private final Protection protection;
  private final Map<Target.Name, ModelCard> cards;
  private final Map<Target.Name, Model> models = new HashMap<>();
  private final Set<String> providers;
  private final List<Served> served;

  CompiledPolicy(
      String version, Ruleset table, Map<Target.Name, ModelCard> cards, Set<String> providers) {
    this.version = version;
    this.needs = table.needs();
    this.constraints = table.constraints();
    this.rules = new Rules(constraints);
    this.index = new MatchIndex(table.routes().stream().map(Route::match).toList());
    this.direct = table.top().placed(false);
    this.budget = table.top().budget();
    this.protection = table.protection();
    this.cards = cards;
    this.providers = Collections.unmodifiableSet(new TreeSet<>(providers));
    cards.keySet().forEach(this::compiled);
    this.routes =
        table.routes().stream()
            .map(route -> CompiledRoute.of(route, this::compiled, table.top()))
            .toList();
    this.served = serve(table.routes());
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Set<String> providers() {
    return providers;
  }

  @Override
  public List<Served> served() {
    return served;
  }

  @Override
  public FeatureNeeds needs() {
    return needs;
  }

  @Override
  public Decision decide(CallFacts call) {
    int route = index.first(call);
    if (route >= 0) {
      return routes.get(route).decide(call, rules.inForce(call));
    }
    return Target.Name.parse(call.model())
        .filter(name -> providers.contains(name.provider()))
        .map(name -> direct(name, call))
        .orElseGet(() -> notFound(call));
  }

  @Override
  public List<Passed> passed(CallFacts call, int most) {
    List<Passed> passed = new ArrayList<>();
    for (CompiledRoute compiled : routes) {
      Route route = compiled.route();
      Optional<String> because = Mismatch.first(route.match(), call);
      if (because.isEmpty() || passed.size() == most) {
        break;
      }
      passed.add(new Passed(route.name(), because.get()));
    }
    return passed;
  }

  @Override
  public List<ExperimentTerms> experiments() {
    return routes.stream()
        .map(CompiledRoute::route)
        .flatMap(
            route ->
                route.extras().experiment().stream().map(e -> ExperimentTerms.of(route.name(), e)))
        .toList();
  }

  private ModelCard card(Target.Name name) {
    return cards.getOrDefault(name, ModelCard.UNKNOWN);
  }

  /** Of those the policy itself names; filled while it is compiled. */
  private Model compiled(Target.Name name) {
    return models.computeIfAbsent(name, n -> Model.of(n, card(n), constraints));
  }

  private Decision direct(Target.Name name, CallFacts call) {
    Model known = models.get(name);
    Model model = known == null ? Model.of(name, ModelCard.UNKNOWN, constraints) : known;
    return CompiledRoute.direct(model, direct, budget, protection)
        .decide(call, rules.inForce(call));
  }

  private Decision notFound(CallFacts call) {
    boolean named =
        routes.stream()
            .flatMap(route -> route.route().match().models().stream())
            .anyMatch(pattern -> pattern.matches(call.model()));
    String message =
        "The model \""
            + Texts.shortened(call.model())
            + (named
                ? "\" is not for requests like this one: no route's conditions fit it."
                : "\" does not exist here.")
            + " Available models: "
            + Texts.list(served.stream().map(Served::id).toList())
            + ". A provider's own model can be named as provider/model; providers: "
            + Texts.list(List.copyOf(providers))
            + ".";
    return new Decision.Refused(404, "model_not_found", message, List.of(), List.of());
  }

  /** Of all that may answer a call of the route. */
  private ModelCard card(Route route) {
    return Stream.concat(
            route.targets().stream().filter(target -> target.weight() > 0).map(Target::name),
            route.fallback().stream().map(Target::name))
        .map(this::card)
        .reduce(ModelCard::or)
        .orElse(ModelCard.UNKNOWN);
  }

  private List<Served> serve(List<Route> routes) {
    Map<String, Served> byId = new LinkedHashMap<>();
    for (Route route : routes) {
      for (ModelPattern pattern : route.match().models()) {
        if (!pattern.open()) {
          Served served = new Served(pattern.prefix(), "strowger", card(route));
          byId.merge(served.id(), served, CompiledPolicy::either);
        }
      }
    }
    for (Target.Name name : cards.keySet()) {
      if (providers.contains(name.provider())) {
        byId.putIfAbsent(name.toString(), new Served(name.toString(), name.provider(), card(name)));
      }
    }
    return List.copyOf(byId.values());
  }

  /** Which of two routes a call takes depends on more than its model. */
  private static Served either(Served one, Served other) {
    return new Served(one.id(), one.ownedBy(), one.card().or(other.card()));
  }
}
