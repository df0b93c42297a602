package dev.strowger.policy;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.Map;

/**
 * Whether a call fits a match. What is unknown of a call fits no condition on it, but for the data
 * class: rules that protect data hold when nobody could look.
 */
final class Fit {
  private Fit() {}

  static boolean fits(Match match, CallFacts call) {
    return model(match, call.asked().model())
        && who(match.who(), call.caller())
        && asked(match.asked(), call.asked())
        && prompt(match.prompt(), call.prompt())
        && (match.hours().isEmpty() || hours(match.hours().get(), call));
  }

  private static boolean model(Match match, String model) {
    for (ModelPattern pattern : match.models()) {
      if (pattern.matches(model)) {
        return true;
      }
    }
    return match.models().isEmpty();
  }

  private static boolean who(Match.Who who, CallFacts.Caller caller) {
    return known(who.tenants(), caller.tenant())
        && known(who.teams(), caller.team())
        && known(who.credentials(), caller.credential())
        && all(who.tags(), caller.tags());
  }

  private static boolean asked(Match.Asked match, CallFacts.Asked asked) {
    return (match.operations().isEmpty() || match.operations().contains(asked.operation()))
        && (match.stream().isEmpty() || match.stream().get() == asked.stream())
        && asked.needs().containsAll(match.capabilities())
        && within(match.promptTokens(), asked.promptTokens())
        && all(match.headers(), asked.headers());
  }

  private static boolean prompt(Match.Prompt match, CallFacts.Prompt prompt) {
    return (match.languages().isEmpty() || match.languages().contains(prompt.language()))
        && (match.dataClasses().isEmpty()
            || prompt.undetermined()
            || !Collections.disjoint(match.dataClasses(), prompt.dataClasses()))
        && within(match.complexity(), prompt)
        && intent(match.intents(), prompt.intents());
  }

  private static boolean known(Names names, String name) {
    return names.any() || (!name.isEmpty() && names.matches(name));
  }

  private static boolean all(Map<String, Names> wanted, Map<String, String> has) {
    for (Map.Entry<String, Names> one : wanted.entrySet()) {
      String value = has.get(one.getKey());
      if (value == null || !one.getValue().matches(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean intent(Map<String, Double> wanted, Map<String, Double> has) {
    for (Map.Entry<String, Double> one : wanted.entrySet()) {
      if (has.getOrDefault(one.getKey(), -1.0) >= one.getValue()) {
        return true;
      }
    }
    return wanted.isEmpty();
  }

  private static boolean within(Match.Tokens span, long tokens) {
    return tokens >= span.from().orElse(Long.MIN_VALUE)
        && (span.below().isEmpty() || tokens < span.below().getAsLong());
  }

  private static boolean within(Match.Span span, CallFacts.Prompt prompt) {
    if (span.from().isEmpty() && span.below().isEmpty()) {
      return true;
    }
    return prompt.complexity().isPresent()
        && prompt.complexity().getAsDouble() >= span.from().orElse(Double.NEGATIVE_INFINITY)
        && prompt.complexity().getAsDouble() < span.below().orElse(Double.POSITIVE_INFINITY);
  }

  /** Hours over midnight belong to the day they begin on. */
  private static boolean hours(Hours hours, CallFacts call) {
    ZonedDateTime at = call.at().atZone(hours.zone());
    LocalTime time = at.toLocalTime();
    DayOfWeek today = at.getDayOfWeek();
    boolean begun = !time.isBefore(hours.from()) && on(hours, today);
    if (hours.until().isAfter(hours.from())) {
      return begun && time.isBefore(hours.until());
    }
    return begun || (time.isBefore(hours.until()) && on(hours, today.minus(1)));
  }

  private static boolean on(Hours hours, DayOfWeek day) {
    return hours.days().isEmpty() || hours.days().contains(day);
  }
}
