package dev.strowger.policy;

import dev.strowger.policy.Decision.Candidate;
import dev.strowger.policy.Decision.Step;
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

/** Routes by model, the catalogue's cards by target. */
final class CompiledPolicy implements Policy {
  /** The route of calls that name a provider's model themselves. */
  static final String DIRECT = "direct";

  private final String version;
  private final List<Route> routes;
  private final FeatureNeeds needs;
  private final Resilience direct;
  private final Budget budget;
  private final Map<String, Integer> exact = new HashMap<>();
  private final List<Integer> open = new ArrayList<>();
  private final Map<Target.Name, ModelCard> cards;
  private final Set<String> providers;
  private final List<Served> served;

  CompiledPolicy(
      String version, Ruleset table, Map<Target.Name, ModelCard> cards, Set<String> providers) {
    this.version = version;
    this.routes = table.routes();
    this.needs = table.needs();
    this.direct = table.top().placed(false).last();
    this.budget = table.top().budget();
    this.cards = cards;
    this.providers = Collections.unmodifiableSet(new TreeSet<>(providers));
    for (int i = 0; i < routes.size(); i++) {
      ModelPattern match = routes.get(i).match().models().getFirst();
      if (match.open()) {
        open.add(i);
      } else {
        exact.putIfAbsent(match.prefix(), i);
      }
    }
    this.served = serve();
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
    Optional<Route> route = route(call.model());
    if (route.isPresent()) {
      return new PlanDraft(route.get(), call, this::card).decide();
    }
    return Target.Name.parse(call.model())
        .filter(name -> providers.contains(name.provider()))
        .map(name -> direct(name, call))
        .orElseGet(() -> notFound(call));
  }

  /** The first that matches in the order of the manifest. */
  private Optional<Route> route(String model) {
    int first = exact.getOrDefault(model, routes.size());
    for (int i : open) {
      if (i > first) {
        break;
      }
      if (routes.get(i).match().models().getFirst().matches(model)) {
        return Optional.of(routes.get(i));
      }
    }
    return first < routes.size() ? Optional.of(routes.get(first)) : Optional.empty();
  }

  private ModelCard card(Target.Name name) {
    return cards.getOrDefault(name, ModelCard.UNKNOWN);
  }

  private Decision direct(Target.Name name, CallFacts call) {
    String reason = call.unavailable(name).map(why -> PlanDraft.kept(DIRECT, why)).orElse(DIRECT);
    ModelCard card = card(name);
    return new Decision.Planned(
        DIRECT,
        List.of(
            new Step(
                name.provider(),
                name.model(),
                Decision.Role.ANSWER,
                Optional.empty(),
                card,
                direct,
                Optional.empty(),
                reason)),
        List.of(new Candidate(name.provider(), name.model(), 0, 0, reason, Map.of())),
        List.of(),
        new Decision.Terms(
            DIRECT, Map.of(), budget, Optional.empty(), Optional.empty(), List.of()));
  }

  private Decision notFound(CallFacts call) {
    String message =
        "The model \""
            + Texts.shortened(call.model())
            + "\" does not exist here. Available models: "
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

  private List<Served> serve() {
    Map<String, Served> byId = new LinkedHashMap<>();
    for (Route route : routes) {
      ModelPattern match = route.match().models().getFirst();
      if (!match.open()) {
        byId.put(match.prefix(), new Served(match.prefix(), "strowger", card(route)));
      }
    }
    for (Target.Name name : cards.keySet()) {
      if (providers.contains(name.provider())) {
        byId.putIfAbsent(name.toString(), new Served(name.toString(), name.provider(), card(name)));
      }
    }
    return List.copyOf(byId.values());
  }
}
