package dev.strowger.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which condition of a match a call does not fit; each is looked at as if it were the only one. */
final class Mismatch {
  private Mismatch() {}

  /** The first, in the order of the format's documentation; empty if the call fits. */
  static Optional<String> first(Match match, CallFacts call) {
    for (Condition condition : conditions(match, call)) {
      if (!Fit.fits(condition.alone(), call)) {
        return Optional.of(condition.key() + " is " + said(condition.found()));
      }
    }
    return Optional.empty();
  }

  /**
   * @param found what the call has there
   */
  private record Condition(String key, Match alone, String found) {}

  private static List<Condition> conditions(Match match, CallFacts call) {
    List<Condition> all = new ArrayList<>();
    all.add(
        new Condition(
            "model",
            new Match(
                match.models(), Match.Who.ANY, Match.Asked.ANY, Match.Prompt.ANY, Optional.empty()),
            call.asked().model()));
    who(match.who(), call.caller(), all);
    asked(match.asked(), call.asked(), all);
    prompt(match.prompt(), call.prompt(), all);
    all.add(
        new Condition(
            "hours",
            new Match(List.of(), Match.Who.ANY, Match.Asked.ANY, Match.Prompt.ANY, match.hours()),
            call.at().toString()));
    return all;
  }

  private static void who(Match.Who who, CallFacts.Caller caller, List<Condition> all) {
    Names any = Names.ANY;
    all.add(who("tenant", new Match.Who(who.tenants(), any, any, Map.of()), caller.tenant()));
    all.add(who("team", new Match.Who(any, who.teams(), any, Map.of()), caller.team()));
    all.add(
        who(
            "credential",
            new Match.Who(any, any, who.credentials(), Map.of()),
            caller.credential()));
    who.tags().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            tag ->
                all.add(
                    who(
                        "tags." + tag.getKey(),
                        new Match.Who(any, any, any, Map.of(tag.getKey(), tag.getValue())),
                        caller.tags().getOrDefault(tag.getKey(), ""))));
  }

  private static Condition who(String key, Match.Who who, String found) {
    return new Condition(
        key, new Match(List.of(), who, Match.Asked.ANY, Match.Prompt.ANY, Optional.empty()), found);
  }

  private static void asked(Match.Asked match, CallFacts.Asked asked, List<Condition> all) {
    Match.Tokens any = Match.Tokens.ANY;
    match.headers().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            header ->
                all.add(
                    asked(
                        "headers." + header.getKey(),
                        new Match.Asked(
                            Map.of(header.getKey(), header.getValue()),
                            Set.of(),
                            Set.of(),
                            any,
                            Optional.empty()),
                        asked.headers().getOrDefault(header.getKey(), ""))));
    all.add(
        asked(
            "operation",
            new Match.Asked(Map.of(), match.operations(), Set.of(), any, Optional.empty()),
            asked.operation()));
    all.add(
        asked(
            "stream",
            new Match.Asked(Map.of(), Set.of(), Set.of(), any, match.stream()),
            Boolean.toString(asked.stream())));
    all.add(
        asked(
            "capabilities",
            new Match.Asked(Map.of(), Set.of(), match.capabilities(), any, Optional.empty()),
            sorted(asked.needs())));
    all.add(
        asked(
            "prompt_tokens",
            new Match.Asked(Map.of(), Set.of(), Set.of(), match.promptTokens(), Optional.empty()),
            Long.toString(asked.promptTokens())));
  }

  private static Condition asked(String key, Match.Asked asked, String found) {
    return new Condition(
        key, new Match(List.of(), Match.Who.ANY, asked, Match.Prompt.ANY, Optional.empty()), found);
  }

  private static void prompt(Match.Prompt match, CallFacts.Prompt prompt, List<Condition> all) {
    Match.Span any = Match.Span.ANY;
    all.add(
        prompt(
            "intent",
            new Match.Prompt(match.intents(), Set.of(), Set.of(), any),
            sorted(prompt.intents().keySet())));
    all.add(
        prompt(
            "language",
            new Match.Prompt(Map.of(), match.languages(), Set.of(), any),
            prompt.language()));
    all.add(
        prompt(
            "complexity",
            new Match.Prompt(Map.of(), Set.of(), Set.of(), match.complexity()),
            prompt.complexity().isPresent()
                ? Double.toString(prompt.complexity().getAsDouble())
                : ""));
    all.add(
        prompt(
            "data_class",
            new Match.Prompt(Map.of(), Set.of(), match.dataClasses(), any),
            sorted(prompt.dataClasses())));
  }

  private static Condition prompt(String key, Match.Prompt prompt, String found) {
    return new Condition(
        key, new Match(List.of(), Match.Who.ANY, Match.Asked.ANY, prompt, Optional.empty()), found);
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", new TreeSet<>(names));
  }

  private static String said(String found) {
    return found.isEmpty() ? "unknown" : Texts.shortened(found);
  }
}
