package dev.strowger.policy;

import java.util.List;
import java.util.Optional;

/** The experiment of a route: which calls are in it, and in which arm. */
final class Trial {
  private final Experiment experiment;
  private final Lineup treated;
  private final List<Contender> treatment;
  private final String stoppedAs;

  /**
   * @param treated its targets first, the route's own behind them
   */
  Trial(Experiment experiment, Lineup treated) {
    this.experiment = experiment;
    this.treated = treated;
    long its = experiment.targets().stream().map(Target::name).distinct().count();
    this.treatment = treated.contenders().subList(0, (int) its);
    this.stoppedAs = experiment.name() + "@" + experiment.definition();
  }

  Lineup treated() {
    return treated;
  }

  /** Those of the experiment alone. */
  List<Contender> treatment() {
    return treatment;
  }

  /**
   * The arm of a call that is in the experiment. One that only one of the arms could answer is not:
   * the arms would not be alike.
   */
  Optional<Decision.Arm> arm(CallFacts call, Lineup own, Rules.InForce rules) {
    if (!runs(call) || noneCan(treatment, call, rules) || noneCan(own.contenders(), call, rules)) {
      return Optional.empty();
    }
    String key = Seed.of(experiment.sticky(), call);
    boolean treats = Draw.includes(experiment.share(), "experiment " + experiment.name(), key);
    return Optional.of(new Decision.Arm(experiment.name(), experiment.definition(), treats));
  }

  private boolean runs(CallFacts call) {
    return experiment.start().map(start -> !call.at().isBefore(start)).orElse(true)
        && experiment.end().map(end -> call.at().isBefore(end)).orElse(true)
        && !call.moment().stopped().contains(stoppedAs);
  }

  private static boolean noneCan(List<Contender> some, CallFacts call, Rules.InForce rules) {
    for (Contender contender : some) {
      if (contender.objection().isEmpty()
          && rules.permits(contender.model())
          && Screening.incapable(contender.model(), call).isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
