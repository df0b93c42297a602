package dev.strowger.facts;

import dev.strowger.policy.CallFacts;
import dev.strowger.policy.CallFacts.Moment;
import dev.strowger.policy.CallFacts.TargetState;
import dev.strowger.policy.Decision;
import dev.strowger.records.Candidate;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.TargetView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Decisions as they travel: what was decided, and everything that it depended on. */
public final class DecisionRecordOf {
  /**
   * A judge or a copy that was left out because its target is down is no candidate, so whatever is
   * down is kept; but if it is more than this, as in an outage of many, only of what the decision
   * names.
   */
  static final int MOST_DOWN = 64;

  private DecisionRecordOf() {}

  /**
   * A decision of the policy. {@link CallFactsOf#decision} finds in it all that the policy went by.
   *
   * @param call what was decided on, made of the request
   */
  public static DecisionRecord of(
      RequestRecord request, CallFacts call, String version, Decision decision) {
    Moment moment = call.moment();
    Set<String> names = concerned(decision);
    DecisionRecord.Builder record =
        about(request, call.at(), version)
            .setFacts(kept(request.getFacts(), call))
            .setUnavailable(down(names, moment.unavailable()))
            .setTargets(views(among(names, moment.targets())))
            .setStopped(List.copyOf(new TreeSet<>(moment.stopped())))
            .setThrift(moment.thrift().map(ThriftOf::policy).orElse(null));
    return decided(record, decision).build();
  }

  /**
   * A request that was refused before or after the policy was asked; without facts, as there is no
   * decision that could be made again.
   *
   * @param version of the policy in force; empty if there is none
   */
  public static DecisionRecord refused(
      RequestRecord request, Instant at, String version, String refusal) {
    return about(request, at, version)
        .setRoute("")
        .setCandidates(List.of())
        .setRefusal(refusal)
        .build();
  }

  /** The same call, decided once more by this or another version of the policy. */
  public static DecisionRecord again(DecisionRecord recorded, String version, Decision decision) {
    return decided(DecisionRecord.newBuilder(recorded).setPolicyVersion(version), decision).build();
  }

  private static DecisionRecord.Builder about(RequestRecord request, Instant at, String version) {
    return DecisionRecord.newBuilder()
        .setRequestId(request.getRequestId())
        .setTenant(request.getTenant())
        .setAt(at)
        .setRequestedModel(request.getModel())
        .setPolicyVersion(version)
        .setTeam(request.getTeam())
        .setCredentialId(request.getCredentialId())
        .setOperation(request.getOperation())
        .setApi(request.getApi())
        .setStream(request.getStream());
  }

  private static DecisionRecord.Builder decided(DecisionRecord.Builder record, Decision decision) {
    record
        .setCandidates(decision.candidates().stream().map(DecisionRecordOf::candidate).toList())
        .setRules(decision.rules());
    return switch (decision) {
      case Decision.Planned planned ->
          record
              .setRoute(planned.route())
              .setRefusal(null)
              .setStrategy(planned.terms().strategy())
              .setExperiment(PlanOf.experiment(planned.terms()))
              .setArm(PlanOf.arm(planned.terms()))
              .setShadows(
                  planned.terms().shadows().stream().map(Decision.ShadowCopy::shadow).toList());
      case Decision.Refused refused ->
          record
              .setRoute("")
              .setRefusal(refused.message())
              .setStrategy("")
              .setExperiment("")
              .setArm("")
              .setShadows(List.of());
    };
  }

  /** A prompt's direction is large, says much of the prompt, and no decision goes by it. */
  private static RequestFacts kept(RequestFacts facts, CallFacts call) {
    boolean unseen =
        call.prompt().undetermined() && !facts.getDetected().contains(CallFactsOf.UNDETERMINED);
    if (facts.getEmbedding() == null && !unseen) {
      return facts;
    }
    RequestFacts.Builder kept = RequestFacts.newBuilder(facts).setEmbedding(null);
    if (unseen) {
      List<String> detected = new ArrayList<>(facts.getDetected());
      detected.add(CallFactsOf.UNDETERMINED);
      kept.setDetected(detected);
    }
    return kept.build();
  }

  /** Providers and targets that the decision had to do with. */
  private static Set<String> concerned(Decision decision) {
    Set<String> names = new LinkedHashSet<>();
    decision.candidates().forEach(c -> concerned(c.provider(), c.model(), names));
    if (decision instanceof Decision.Planned planned) {
      planned.steps().forEach(s -> concerned(s.provider(), s.model(), names));
      planned
          .terms()
          .shadows()
          .forEach(s -> concerned(s.step().provider(), s.step().model(), names));
    }
    return names;
  }

  private static void concerned(String provider, String model, Set<String> names) {
    names.add(provider);
    names.add(provider + "/" + model);
  }

  private static Map<String, String> down(Set<String> names, Map<String, String> all) {
    return all.size() <= MOST_DOWN ? new TreeMap<>(all) : among(names, all);
  }

  private static <V> Map<String, V> among(Set<String> names, Map<String, V> all) {
    Map<String, V> some = new TreeMap<>();
    for (String name : names) {
      V value = all.get(name);
      if (value != null) {
        some.put(name, value);
      }
    }
    return some;
  }

  private static List<TargetView> views(Map<String, TargetState> targets) {
    List<TargetView> views = new ArrayList<>(targets.size());
    targets.forEach((name, state) -> views.add(view(name, state)));
    return views;
  }

  private static TargetView view(String name, TargetState state) {
    return new TargetView(
        name,
        state.latencyMs(),
        state.p95Ms(),
        state.firstTokenMs(),
        state.inFlight(),
        state.calls(),
        state.failures(),
        state.notAccepted());
  }

  private static Candidate candidate(Decision.Candidate candidate) {
    return new Candidate(
        candidate.provider(),
        candidate.model(),
        candidate.weight(),
        candidate.position(),
        candidate.reason(),
        candidate.scores());
  }
}
