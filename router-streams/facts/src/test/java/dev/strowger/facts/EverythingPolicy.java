package dev.strowger.facts;

import dev.strowger.policy.Budget;
import dev.strowger.policy.CallFacts;
import dev.strowger.policy.CallFacts.TargetState;
import dev.strowger.policy.Decision;
import dev.strowger.policy.FeatureNeeds;
import dev.strowger.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decides by every single fact of a call, so that none can be lost unnoticed. */
record EverythingPolicy() implements Policy {
  private static final List<String> TARGETS =
      List.of("openai/gpt-4o-mini", "anthropic/claude-haiku-4-5", "ollama/llama-3.1");

  @Override
  public String version() {
    return "everything";
  }

  @Override
  public Set<String> providers() {
    return Set.of("openai", "anthropic", "ollama");
  }

  @Override
  public List<Served> served() {
    return List.of();
  }

  @Override
  public FeatureNeeds needs() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Decision decide(CallFacts call) {
    List<Decision.Candidate> candidates = new ArrayList<>();
    for (String target : TARGETS) {
      candidates.add(candidate(target, call));
    }
    String all =
        String.join(
            "|",
            call.requestId(),
            call.at().toString(),
            call.caller().tenant(),
            call.caller().team(),
            call.caller().credential(),
            call.caller().user(),
            new TreeMap<>(call.caller().tags()).toString(),
            asked(call.asked()),
            prompt(call.prompt()),
            new TreeSet<>(call.moment().stopped()).toString());
    return call.requestId().hashCode() % 2 == 0
        ? new Decision.Refused(403, "policy_denied", all, candidates, List.of("rule"))
        : new Decision.Planned(
            "route",
            List.of(),
            candidates,
            List.of("rule"),
            new Decision.Terms(
                all, Map.of(), new Budget(1, 0), Optional.empty(), Optional.empty(), List.of()));
  }

  private static Decision.Candidate candidate(String target, CallFacts call) {
    String provider = target.substring(0, target.indexOf('/'));
    @Nullable TargetState state = call.moment().targets().get(target);
    Map<String, String> down = call.moment().unavailable();
    return new Decision.Candidate(
        provider,
        target.substring(provider.length() + 1),
        1,
        0,
        down.getOrDefault(provider, "up") + down.getOrDefault(target, "up"),
        state == null
            ? Map.of()
            : Map.of(
                "latency", state.latencyMs(),
                "p95", state.p95Ms(),
                "first", state.firstTokenMs(),
                "busy", state.inFlight(),
                "calls", state.calls(),
                "failures", state.failures(),
                "bad", state.notAccepted()));
  }

  private static String asked(CallFacts.Asked asked) {
    return String.join(
        "|",
        asked.model(),
        asked.operation(),
        Boolean.toString(asked.stream()),
        new TreeSet<>(asked.needs()).toString(),
        Long.toString(asked.promptTokens()),
        asked.maxOutputTokens().toString(),
        new TreeMap<>(asked.headers()).toString(),
        asked.conversation(),
        asked.temperature().toString(),
        Integer.toString(asked.choices()),
        asked.cacheMode().toString());
  }

  private static String prompt(CallFacts.Prompt prompt) {
    return String.join(
        "|",
        prompt.language(),
        new TreeMap<>(prompt.intents()).toString(),
        prompt.complexity().toString(),
        new TreeSet<>(prompt.dataClasses()).toString(),
        Boolean.toString(prompt.undetermined()));
  }
}
