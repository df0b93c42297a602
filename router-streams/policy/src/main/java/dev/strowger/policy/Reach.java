package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Notes routes that no request can reach because earlier ones take all of theirs. Only routes that
 * can cover another are compared with it: those that match its model and its tenant.
 */
final class Reach {
  /** For routes that do not name their tenants one by one. */
  private static final String ANY_TENANT = "";

  private record Place(ModelPattern pattern, String tenant) {}

  private record Earlier(String name, Match match) {}

  private record Taken(ModelPattern pattern, ModelPattern by, Earlier earlier) {}

  private final Map<Place, List<Earlier>> earlier = new HashMap<>();

  /**
   * @param section of the match
   */
  void add(String name, Match match, Section section) {
    List<Taken> taken = new ArrayList<>();
    match.models().forEach(pattern -> earlier(pattern, match).ifPresent(taken::add));
    if (!taken.isEmpty() && taken.size() == match.models().size()) {
      section.problem("model", "this route is never reached: " + by(taken.getFirst()));
    } else {
      taken.forEach(
          t ->
              section.warning(
                  "model", "\"" + t.pattern() + "\" never reaches this route: " + by(t)));
    }
    Earlier own = new Earlier(name, match);
    for (ModelPattern pattern : match.models()) {
      for (String tenant : tenants(match)) {
        earlier.computeIfAbsent(new Place(pattern, tenant), any -> new ArrayList<>()).add(own);
      }
    }
  }

  private static String by(Taken taken) {
    return "route \"" + taken.earlier().name() + "\" above it matches \"" + taken.by() + "\" first";
  }

  /** One that takes whatever asks for the pattern and fits the rest of the match. */
  private Optional<Taken> earlier(ModelPattern pattern, Match match) {
    String tenant = match.who().tenants().exact().stream().findFirst().orElse(ANY_TENANT);
    Set<String> tenants = tenant.isEmpty() ? Set.of(ANY_TENANT) : Set.of(ANY_TENANT, tenant);
    for (ModelPattern broad : broader(pattern)) {
      for (String one : tenants) {
        for (Earlier other : earlier.getOrDefault(new Place(broad, one), List.of())) {
          if (MatchCover.coversBesideModel(other.match(), match)) {
            return Optional.of(new Taken(pattern, broad, other));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The pattern itself and all shorter beginnings of it. */
  private static List<ModelPattern> broader(ModelPattern pattern) {
    List<ModelPattern> all = new ArrayList<>();
    all.add(pattern);
    for (int end = pattern.prefix().length(); end >= 0; end--) {
      all.add(new ModelPattern(pattern.prefix().substring(0, end), true));
    }
    return all;
  }

  private static Set<String> tenants(Match match) {
    Names tenants = match.who().tenants();
    return tenants.any() || !tenants.prefixes().isEmpty() ? Set.of(ANY_TENANT) : tenants.exact();
  }
}
