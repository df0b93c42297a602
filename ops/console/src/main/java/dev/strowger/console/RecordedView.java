package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.records.Candidate;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.RequestFacts;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A recorded decision as operators see it. */
final class RecordedView {
  private RecordedView() {}

  static Map<String, Object> of(DecisionRecord decision) {
    Map<String, Object> view =
        ordered(
            "requestId", decision.getRequestId(),
            "at", decision.getAt().toString(),
            "tenant", decision.getTenant(),
            "team", decision.getTeam(),
            "credentialId", decision.getCredentialId(),
            "operation", decision.getOperation(),
            "api", decision.getApi(),
            "stream", decision.getStream(),
            "model", decision.getRequestedModel());
    view.put("route", decision.getRoute());
    view.put("refusal", decision.getRefusal());
    view.put("policyVersion", decision.getPolicyVersion());
    view.put("strategy", decision.getStrategy());
    view.put("rules", decision.getRules());
    view.put("experiment", decision.getExperiment());
    view.put("arm", decision.getArm());
    view.put("shadows", decision.getShadows());
    view.put("candidates", decision.getCandidates().stream().map(RecordedView::candidate).toList());
    view.put("facts", facts(decision.getFacts()));
    view.put("unavailable", new TreeMap<>(decision.getUnavailable()));
    view.put(
        "targets",
        decision.getTargets().stream()
            .map(
                t ->
                    ordered(
                        "target", t.getTarget(),
                        "latencyMs", t.getLatencyMs(),
                        "p95Ms", t.getP95Ms(),
                        "firstTokenMs", t.getFirstTokenMs(),
                        "inFlight", t.getInFlight(),
                        "calls", t.getCalls(),
                        "failures", t.getFailures(),
                        "notAccepted", t.getNotAccepted()))
            .toList());
    view.put("stopped", decision.getStopped());
    return view;
  }

  private static Map<String, Object> candidate(Candidate candidate) {
    return ordered(
        "provider", candidate.getProvider(),
        "model", candidate.getModel(),
        "weight", candidate.getWeight(),
        "position", candidate.getPosition(),
        "reason", candidate.getReason(),
        "scores", new TreeMap<>(candidate.getScores()));
  }

  private static @Nullable Map<String, Object> facts(@Nullable RequestFacts facts) {
    return facts == null
        ? null
        : ordered(
            "messages", facts.getMessages(),
            "promptTokens", facts.getPromptTokens(),
            "maxOutputTokens", facts.getMaxOutputTokens(),
            "needs", facts.getNeeds(),
            "tags", new TreeMap<>(facts.getTags()),
            "headers", new TreeMap<>(facts.getHeaders()),
            "dataClass", facts.getDataClass(),
            "detected", facts.getDetected(),
            "detectedClasses", facts.getDetectedClasses(),
            "language", facts.getLanguage(),
            "intents", new TreeMap<>(facts.getIntents()),
            "complexity", facts.getComplexity(),
            "classifier", facts.getClassifier(),
            "cacheMode", facts.getCacheMode());
  }
}
