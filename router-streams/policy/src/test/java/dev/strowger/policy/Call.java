package dev.strowger.policy;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** A call being written. */
final class Call {
  private final String id;
  private String model = "m";
  private String conversation = "";
  private String user = "";
  private String operation = "chat";
  private Instant at = Instant.parse("2026-12-02T10:00:00Z");
  private final Set<String> needs = new HashSet<>();
  private long promptTokens = 1000;
  private OptionalLong maxOutput = OptionalLong.empty();
  private OptionalDouble temperature = OptionalDouble.empty();
  private int choices = 1;
  private CallFacts.CacheMode mode = CallFacts.CacheMode.USE;
  private Map<String, Double> intents = Map.of();
  private Set<String> classes = Set.of();
  private boolean undetermined;
  private final Map<String, String> down = new HashMap<>();
  private final Map<String, CallFacts.TargetState> states = new HashMap<>();
  private final Set<String> stopped = new HashSet<>();

  Call(String id) {
    this.id = id;
  }

  Call model(String name) {
    this.model = name;
    return this;
  }

  Call conversation(String name) {
    this.conversation = name;
    return this;
  }

  Call user(String name) {
    this.user = name;
    return this;
  }

  Call operation(String name) {
    this.operation = name;
    return this;
  }

  Call at(String time) {
    this.at = Instant.parse(time);
    return this;
  }

  Call needs(String... capabilities) {
    needs.addAll(List.of(capabilities));
    return this;
  }

  Call tokens(long prompt, long output) {
    this.promptTokens = prompt;
    this.maxOutput = OptionalLong.of(output);
    return this;
  }

  Call tokens(long prompt) {
    this.promptTokens = prompt;
    return this;
  }

  Call temperature(double value) {
    this.temperature = OptionalDouble.of(value);
    return this;
  }

  Call choices(int count) {
    this.choices = count;
    return this;
  }

  Call mode(CallFacts.CacheMode value) {
    this.mode = value;
    return this;
  }

  Call intents(Map<String, Double> probabilities) {
    this.intents = probabilities;
    return this;
  }

  Call classes(String... names) {
    this.classes = Set.of(names);
    return this;
  }

  Call undetermined() {
    this.undetermined = true;
    return this;
  }

  Call down(String... names) {
    List.of(names).forEach(name -> down.put(name, "it is down"));
    return this;
  }

  Call state(String target, CallFacts.TargetState state) {
    states.put(target, state);
    return this;
  }

  Call stopped(String... experiments) {
    stopped.addAll(List.of(experiments));
    return this;
  }

  CallFacts facts() {
    return new CallFacts(
        id,
        at,
        new CallFacts.Caller("tenant", "", "key", user, Map.of()),
        new CallFacts.Asked(
            model,
            operation,
            false,
            needs,
            promptTokens,
            maxOutput,
            Map.of(),
            conversation,
            temperature,
            choices,
            mode),
        new CallFacts.Prompt("", intents, OptionalDouble.empty(), classes, undetermined),
        new CallFacts.Moment(down, states, stopped));
  }
}
