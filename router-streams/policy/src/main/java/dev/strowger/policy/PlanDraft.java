package dev.strowger.policy;

import dev.strowger.policy.Decision.Candidate;
import dev.strowger.policy.Decision.Role;
import dev.strowger.policy.Decision.Step;
import dev.strowger.policy.Ranking.Ranked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The steps of one plan: those who stay, group by group, each with its judge behind it. The last
 * answer is given as it is, so that its gates and its judge are left out.
 */
final class PlanDraft {
  private static final Acceptance NOTHING =
      new Acceptance(
          false,
          List.of(),
          false,
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          Optional.empty());

  private final Lineup lineup;
  private final Screening screening;
  private final CallFacts call;
  private final Rules.InForce rules;
  private final List<Ranked> ranked = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  /** By number: place in the plan. */
  private final int[] positions;

  /** By number. */
  private final Ranked[] places;

  PlanDraft(Lineup lineup, Screening screening, CallFacts call, Rules.InForce rules) {
    this.lineup = lineup;
    this.screening = screening;
    this.call = call;
    this.rules = rules;
    this.positions = new int[lineup.contenders().size()];
    this.places = new Ranked[lineup.contenders().size()];
  }

  PlanDraft order(Ranking ranking) {
    for (Lineup.Group group : lineup.groups()) {
      ranked.addAll(ranking.rank(group, screening.left(group)));
    }
    for (int i = 0; i < ranked.size(); i++) {
      add(ranked.get(i), i == ranked.size() - 1);
    }
    return this;
  }

  List<Step> steps() {
    return steps;
  }

  List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>(lineup.contenders().size());
    for (Contender contender : lineup.contenders()) {
      candidates.add(
          screening.stays(contender)
              ? placed(contender)
              : Refusal.excluded(contender, screening.exclusion(contender)));
    }
    return candidates;
  }

  private Candidate placed(Contender contender) {
    int position = positions[contender.number()];
    Target.Name name = contender.name();
    return new Candidate(
        name.provider(),
        name.model(),
        contender.target().weight(),
        position,
        steps.get(position).reason(),
        places[contender.number()].scores());
  }

  private void add(Ranked one, boolean last) {
    Contender contender = one.contender();
    positions[contender.number()] = steps.size();
    places[contender.number()] = one;
    String reason = one.reason() + screening.remark(contender);
    Optional<Contender.Bench> judge = last ? Optional.empty() : contender.judge();
    Optional<String> absence = judge.flatMap(this::absence);
    if (judge.isEmpty()) {
      steps.add(step(contender, last, last ? Optional.empty() : accept(contender), reason));
    } else if (absence.isPresent()) {
      String unjudged = "; judge " + judge.get().model().label() + " left out: " + absence.get();
      steps.add(step(contender, last, withoutJudge(judge.get().accept()), reason + unjudged));
    } else {
      steps.add(step(contender, last, accept(contender), reason));
      steps.add(judging(judge.get(), contender));
    }
  }

  private static Optional<Acceptance> accept(Contender contender) {
    return contender.target().accept();
  }

  /** Why a judge cannot be asked. */
  private Optional<String> absence(Contender.Bench judge) {
    Model model = judge.model();
    return rules
        .objection(model)
        .or(judge::objection)
        .or(() -> Screening.tooSmall(model, call, Figures.outputTokens(call.asked())))
        .or(() -> Screening.down(model, call));
  }

  /** Empty if the judge was all there was. */
  private static Optional<Acceptance> withoutJudge(Acceptance accept) {
    Acceptance rest =
        new Acceptance(
            accept.jsonSchema(),
            accept.languages(),
            accept.noRefusal(),
            accept.minChars(),
            accept.maxChars(),
            accept.minLogprob(),
            accept.consistency(),
            Optional.empty());
    return rest.equals(NOTHING) ? Optional.empty() : Optional.of(rest);
  }

  private static Step step(
      Contender contender, boolean last, Optional<Acceptance> accept, String reason) {
    Target target = contender.target();
    return new Step(
        target.name().provider(),
        target.name().model(),
        Role.ANSWER,
        target.maxLatencyMs(),
        contender.model().card(),
        target.resilience().at(last),
        accept,
        reason);
  }

  private static Step judging(Contender.Bench judge, Contender judged) {
    Target.Name name = judge.model().name();
    return new Step(
        name.provider(),
        name.model(),
        Role.JUDGE,
        Optional.empty(),
        judge.model().card(),
        judge.resilience(),
        Optional.of(judge.accept()),
        "judges " + judged.model().label());
  }
}
