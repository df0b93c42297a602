package dev.strowger.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Which copies of a call are made. Nobody misses one, so a target that is in doubt gets none. */
final class ShadowCopies {
  private record Copy(Shadow shadow, Model model, Optional<String> objection) {}

  private final List<Copy> copies;

  ShadowCopies(Route route, Function<Target.Name, Model> models) {
    this.copies = route.extras().shadows().stream().map(s -> copy(route, s, models)).toList();
  }

  private static Copy copy(Route route, Shadow shadow, Function<Target.Name, Model> models) {
    Model model = models.apply(shadow.target().name());
    return new Copy(shadow, model, Lineups.objection(route, model));
  }

  List<Decision.ShadowCopy> of(CallFacts call, Rules.InForce rules) {
    if (copies.isEmpty()) {
      return List.of();
    }
    List<Decision.ShadowCopy> drawn = new ArrayList<>();
    for (Copy copy : copies) {
      Shadow shadow = copy.shadow();
      if (Draw.includes(shadow.share(), "shadow " + shadow.name(), call.requestId())
          && possible(copy, call, rules)) {
        drawn.add(
            new Decision.ShadowCopy(
                shadow.name(), step(copy), shadow.perMinute(), shadow.dailyMicros()));
      }
    }
    return drawn;
  }

  private static boolean possible(Copy copy, CallFacts call, Rules.InForce rules) {
    long output = call.asked().maxOutputTokens().orElse(0);
    return copy.objection().isEmpty()
        && rules.permits(copy.model())
        && Screening.incapable(copy.model(), call).isEmpty()
        && Screening.tooSmall(copy.model(), call, output).isEmpty()
        && Screening.down(copy.model(), call).isEmpty();
  }

  private static Decision.Step step(Copy copy) {
    Target target = copy.shadow().target();
    return new Decision.Step(
        target.name().provider(),
        target.name().model(),
        Decision.Role.ANSWER,
        target.maxLatencyMs(),
        copy.model().card(),
        target.resilience().at(true),
        Optional.empty(),
        "shadow " + copy.shadow().name());
  }
}
