package dev.strowger.policy;

import dev.strowger.policy.RandomMatches.Call;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;

/** The format's table of conditions, word by word: what tests hold the product against. */
final class Fits {
  private Fits() {}

  static boolean fits(Match match, Call call) {
    return (match.models().isEmpty()
            || match.models().stream().anyMatch(model -> model.matches(call.model())))
        && match.who().tenants().matches(call.tenant())
        && match.who().teams().matches(call.team())
        && named(match.who().tags(), call.tags())
        && named(match.asked().headers(), call.tags())
        && (match.asked().operations().isEmpty()
            || match.asked().operations().contains(call.operation()))
        && call.needs().containsAll(match.asked().capabilities())
        && match.asked().stream().map(stream -> stream == call.stream()).orElse(true)
        && call.promptTokens() >= match.asked().promptTokens().from().orElse(0)
        && call.promptTokens() < match.asked().promptTokens().below().orElse(Long.MAX_VALUE)
        && prompt(match.prompt(), call)
        && hours(match.hours(), call);
  }

  private static boolean named(Map<String, Names> wanted, Map<String, String> there) {
    return wanted.entrySet().stream()
        .allMatch(
            entry ->
                there.containsKey(entry.getKey())
                    && entry.getValue().matches(there.getOrDefault(entry.getKey(), "")));
  }

  private static boolean prompt(Match.Prompt wanted, Call call) {
    boolean intent =
        wanted.intents().isEmpty()
            || wanted.intents().entrySet().stream()
                .anyMatch(e -> call.intents().getOrDefault(e.getKey(), -1.0) >= e.getValue());
    boolean language = wanted.languages().isEmpty() || wanted.languages().contains(call.language());
    boolean dataClass =
        wanted.dataClasses().isEmpty()
            || call.undetermined()
            || wanted.dataClasses().stream().anyMatch(call.dataClasses()::contains);
    boolean complexity =
        wanted.complexity().equals(Match.Span.ANY)
            || (call.complexity().isPresent()
                && call.complexity().getAsDouble() >= wanted.complexity().from().orElse(0)
                && call.complexity().getAsDouble()
                    < wanted.complexity().below().orElse(Double.MAX_VALUE));
    return intent && language && dataClass && complexity;
  }

  private static boolean hours(Optional<Hours> wanted, Call call) {
    if (wanted.isEmpty()) {
      return true;
    }
    Hours hours = wanted.get();
    ZonedDateTime local = call.at().atZone(hours.zone());
    LocalTime time = local.toLocalTime();
    DayOfWeek today = local.getDayOfWeek();
    if (hours.until().isAfter(hours.from())) {
      return day(hours, today) && !time.isBefore(hours.from()) && time.isBefore(hours.until());
    }
    return (day(hours, today) && !time.isBefore(hours.from()))
        || (day(hours, today.minus(1)) && time.isBefore(hours.until()));
  }

  private static boolean day(Hours hours, DayOfWeek day) {
    return hours.days().isEmpty() || hours.days().contains(day);
  }
}
