package dev.strowger.facts;

import dev.strowger.policy.Audit;
import dev.strowger.policy.Decision;
import dev.strowger.records.AuditTerms;
import dev.strowger.records.CacheTerms;
import dev.strowger.records.Plan;
import dev.strowger.records.PlanStep;
import dev.strowger.records.StepRole;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Plans as they travel. */
public final class PlanOf {
  /** The built-in pool that looks for kept answers; no provider may be called that. */
  public static final String CACHE = "cache";

  static final String CONTROL = "control";
  static final String TREATMENT = "treatment";

  private PlanOf() {}

  /**
   * @param cacheLives whether the pool that looks for kept answers is there; nobody else would move
   *     the plan on from its step
   * @param explanation for the client; empty if it does not want one
   */
  public static Plan planned(
      Decision.Planned planned, String version, boolean cacheLives, String explanation) {
    Decision.Terms terms = planned.terms();
    List<PlanStep> steps = new ArrayList<>(planned.steps().size() + 1);
    boolean looked = cacheLives && terms.cache().filter(Decision.Cache::read).isPresent();
    if (looked) {
      steps.add(cacheStep());
    }
    steps.addAll(PlanStepOf.all(planned.steps(), terms.safety()));
    return Plan.newBuilder()
        .setRoute(planned.route())
        .setPolicyVersion(version)
        .setSteps(steps)
        .setMaxAttempts(terms.budget().attempts())
        .setBudgetMs(terms.budget().totalMs())
        .setCache(terms.cache().map(cache -> cacheTerms(cache, looked)).orElse(null))
        .setKeepAnswer(!terms.shadows().isEmpty())
        .setExperiment(experiment(terms))
        .setArm(arm(terms))
        .setExplanation(explanation)
        .setAudit(audit(terms.protection().audit().orElse(Audit.NONE)))
        .setRedaction(ProtectionOf.redaction(terms.protection()))
        .setGuardrails(ProtectionOf.guardrails(terms.protection()))
        .build();
  }

  private static AuditTerms audit(Audit audit) {
    return new AuditTerms(audit.prompt().label(), audit.answer().label());
  }

  static String experiment(Decision.Terms terms) {
    return terms.arm().map(Decision.Arm::experiment).orElse("");
  }

  static String arm(Decision.Terms terms) {
    return terms.arm().map(arm -> arm.treatment() ? TREATMENT : CONTROL).orElse("");
  }

  private static PlanStep cacheStep() {
    return PlanStep.newBuilder()
        .setPool(CACHE)
        .setProvider(CACHE)
        .setModel(CACHE)
        .setReason("kept answers first")
        .setRole(StepRole.CACHE)
        .build();
  }

  /** A client is told of a miss only if somebody looked. */
  private static CacheTerms cacheTerms(Decision.Cache cache, boolean looked) {
    return CacheTerms.newBuilder()
        .setThreshold(cache.threshold().isPresent() ? cache.threshold().getAsDouble() : null)
        .setTtlMs(cache.ttlMs())
        .setRead(looked)
        .setWrite(cache.write())
        .setAllowed(List.copyOf(new TreeSet<>(cache.allowed())))
        .setSpace(cache.space())
        .build();
  }
}
