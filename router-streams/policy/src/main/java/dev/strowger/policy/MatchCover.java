package dev.strowger.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Whether every request that fits one match fits another, too. Each condition is looked at for
 * itself, so the answer may be no where a cleverer look would say yes, but never the other way.
 */
final class MatchCover {
  private MatchCover() {}

  /** Whether whatever fits {@code narrow} certainly fits {@code broad}. */
  static boolean covers(Match broad, Match narrow) {
    return models(broad.models(), narrow.models()) && coversBesideModel(broad, narrow);
  }

  /** The same for requests that ask for the same model. */
  static boolean coversBesideModel(Match broad, Match narrow) {
    return who(broad.who(), narrow.who())
        && asked(broad.asked(), narrow.asked())
        && prompt(broad.prompt(), narrow.prompt())
        && hours(broad.hours(), narrow.hours());
  }

  private static boolean models(List<ModelPattern> broad, List<ModelPattern> narrow) {
    return broad.isEmpty()
        || (!narrow.isEmpty()
            && narrow.stream().allMatch(n -> broad.stream().anyMatch(b -> b.covers(n))));
  }

  private static boolean who(Match.Who broad, Match.Who narrow) {
    return names(broad.tenants(), narrow.tenants())
        && names(broad.teams(), narrow.teams())
        && names(broad.credentials(), narrow.credentials())
        && named(broad.tags(), narrow.tags());
  }

  private static boolean asked(Match.Asked broad, Match.Asked narrow) {
    return (broad.stream().isEmpty() || broad.stream().equals(narrow.stream()))
        && oneOf(broad.operations(), narrow.operations())
        && narrow.capabilities().containsAll(broad.capabilities())
        && tokens(broad.promptTokens(), narrow.promptTokens())
        && named(broad.headers(), narrow.headers());
  }

  private static boolean prompt(Match.Prompt broad, Match.Prompt narrow) {
    return intents(broad.intents(), narrow.intents())
        && oneOf(broad.languages(), narrow.languages())
        && oneOf(broad.dataClasses(), narrow.dataClasses())
        && span(broad.complexity(), narrow.complexity());
  }

  private static boolean names(Names broad, Names narrow) {
    return broad.any()
        || broad.prefixes().contains("")
        || (!narrow.any()
            && narrow.exact().stream().allMatch(broad::matches)
            && narrow.prefixes().stream()
                .allMatch(n -> broad.prefixes().stream().anyMatch(n::startsWith)));
  }

  /** What is named must be there at all, so a name that only one of them has is a difference. */
  private static boolean named(Map<String, Names> broad, Map<String, Names> narrow) {
    return broad.entrySet().stream()
        .allMatch(
            entry -> {
              Names other = narrow.get(entry.getKey());
              return other != null && names(entry.getValue(), other);
            });
  }

  /** Of sets of which one must fit; an empty one asks nothing. */
  private static boolean oneOf(Set<String> broad, Set<String> narrow) {
    return broad.isEmpty() || (!narrow.isEmpty() && broad.containsAll(narrow));
  }

  private static boolean intents(Map<String, Double> broad, Map<String, Double> narrow) {
    return broad.isEmpty()
        || (!narrow.isEmpty()
            && narrow.entrySet().stream()
                .allMatch(
                    entry -> {
                      Double least = broad.get(entry.getKey());
                      return least != null && least <= entry.getValue();
                    }));
  }

  private static boolean tokens(Match.Tokens broad, Match.Tokens narrow) {
    OptionalLong most = broad.below();
    return broad.from().orElse(0) <= narrow.from().orElse(0)
        && (most.isEmpty()
            || (narrow.below().isPresent() && narrow.below().getAsLong() <= most.getAsLong()));
  }

  /** Even bounds that every complexity is within ask that it is known. */
  private static boolean span(Match.Span broad, Match.Span narrow) {
    if (broad.equals(Match.Span.ANY)) {
      return true;
    }
    OptionalDouble most = broad.below();
    return !narrow.equals(Match.Span.ANY)
        && broad.from().orElse(0) <= narrow.from().orElse(0)
        && (most.isEmpty()
            || (narrow.below().isPresent() && narrow.below().getAsDouble() <= most.getAsDouble()));
  }

  private static boolean hours(Optional<Hours> broad, Optional<Hours> narrow) {
    if (broad.isEmpty() || broad.equals(narrow)) {
      return true;
    }
    if (narrow.isEmpty()) {
      return WeekMinutes.of(broad.get()).all();
    }
    boolean sameZone = broad.get().zone().equals(narrow.get().zone());
    WeekMinutes wide = WeekMinutes.of(broad.get());
    return wide.all() || (sameZone && wide.containsAll(WeekMinutes.of(narrow.get())));
  }
}
