package dev.strowger.policy;

import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The rules read out plainly, one rule after the other: what the index and the rest must equal. */
final class Naive {
  private static final Set<String> EUROPE =
      Set.of(
          "EU AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
              .split(" "));

  private Naive() {}

  static Optional<Route> first(List<Route> routes, CallFacts call) {
    return routes.stream().filter(route -> fits(route.match(), call)).findFirst();
  }

  static boolean fits(Match match, CallFacts call) {
    String model = call.asked().model();
    boolean named =
        match.models().isEmpty()
            || match.models().stream()
                .anyMatch(p -> p.open() ? model.startsWith(p.prefix()) : model.equals(p.prefix()));
    return named
        && oneOf(match.who().tenants(), call.caller().tenant())
        && oneOf(match.who().teams(), call.caller().team())
        && oneOf(match.who().credentials(), call.caller().credential())
        && each(match.who().tags(), call.caller().tags())
        && each(match.asked().headers(), call.asked().headers())
        && asked(match.asked(), call.asked())
        && prompt(match.prompt(), call.prompt())
        && match.hours().stream().allMatch(hours -> open(hours, call));
  }

  private static boolean oneOf(Names names, String name) {
    boolean any = names.exact().isEmpty() && names.prefixes().isEmpty();
    return any || (!name.isEmpty() && named(names, name));
  }

  private static boolean named(Names names, String name) {
    return (names.exact().isEmpty() && names.prefixes().isEmpty())
        || names.exact().contains(name)
        || names.prefixes().stream().anyMatch(name::startsWith);
  }

  private static boolean each(Map<String, Names> wanted, Map<String, String> has) {
    return wanted.entrySet().stream()
        .allMatch(e -> has.containsKey(e.getKey()) && named(e.getValue(), has.get(e.getKey())));
  }

  private static boolean asked(Match.Asked match, CallFacts.Asked asked) {
    long tokens = asked.promptTokens();
    return (match.operations().isEmpty() || match.operations().contains(asked.operation()))
        && asked.needs().containsAll(match.capabilities())
        && match.stream().stream().allMatch(stream -> stream == asked.stream())
        && (match.promptTokens().from().isEmpty()
            || match.promptTokens().from().getAsLong() <= tokens)
        && (match.promptTokens().below().isEmpty()
            || tokens < match.promptTokens().below().getAsLong());
  }

  private static boolean prompt(Match.Prompt match, CallFacts.Prompt prompt) {
    Set<String> classes = new TreeSet<>(match.dataClasses());
    classes.retainAll(prompt.dataClasses());
    boolean intent =
        match.intents().isEmpty()
            || match.intents().entrySet().stream()
                .anyMatch(
                    e ->
                        prompt.intents().containsKey(e.getKey())
                            && prompt.intents().get(e.getKey()) >= e.getValue());
    Match.Span span = match.complexity();
    boolean complex =
        span.equals(Match.Span.ANY)
            || (prompt.complexity().isPresent()
                && (span.from().isEmpty()
                    || span.from().getAsDouble() <= prompt.complexity().getAsDouble())
                && (span.below().isEmpty()
                    || prompt.complexity().getAsDouble() < span.below().getAsDouble()));
    return intent
        && complex
        && (match.languages().isEmpty() || match.languages().contains(prompt.language()))
        && (match.dataClasses().isEmpty() || prompt.undetermined() || !classes.isEmpty());
  }

  /** Whether the hours that began today or yesterday go on. */
  private static boolean open(Hours hours, CallFacts call) {
    ZonedDateTime at = call.at().atZone(hours.zone());
    for (int back = 0; back <= 1; back++) {
      ZonedDateTime day = at.minusDays(back);
      DayOfWeek begun = day.getDayOfWeek();
      var from = day.toLocalDate().atTime(hours.from());
      var until = day.toLocalDate().atTime(hours.until());
      if (!until.isAfter(from)) {
        until = until.plusDays(1);
      }
      var now = at.toLocalDateTime();
      if ((hours.days().isEmpty() || hours.days().contains(begun))
          && !now.isBefore(from)
          && now.isBefore(until)) {
        return true;
      }
    }
    return false;
  }

  static boolean permits(Require require, Target.Name name, ModelCard card) {
    ModelCard.Standing standing = card.standing();
    Set<String> places = standing.jurisdictions();
    return !require.deniedProviders().contains(name.provider())
        && (require.jurisdictions().isEmpty()
            || (!places.isEmpty()
                && places.stream()
                    .allMatch(
                        place ->
                            require.jurisdictions().contains(place)
                                || (require.jurisdictions().contains("EU")
                                    && EUROPE.contains(place)))))
        && standing.certifications().containsAll(require.certifications())
        && (standing.openWeight() || !require.openWeight())
        && (standing.selfHosted() || !require.selfHosted())
        && require.retention().stream()
            .allMatch(
                most ->
                    standing.retention().isPresent()
                        && EnumSet.range(Retention.NONE, most).contains(standing.retention().get()))
        && (require.maxInputMicros().isEmpty()
            || (card.price().isPresent()
                && card.price().get().inputMicrosPerMillion()
                    <= require.maxInputMicros().getAsLong()))
        && (require.maxOutputMicros().isEmpty()
            || (card.price().isPresent()
                && card.price().get().outputMicrosPerMillion()
                    <= require.maxOutputMicros().getAsLong()));
  }
}
