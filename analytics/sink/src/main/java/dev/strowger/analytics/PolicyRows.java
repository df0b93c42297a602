package dev.strowger.analytics;

import static dev.strowger.analytics.Row.each;
import static dev.strowger.analytics.Row.row;

import dev.strowger.records.Candidate;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.LimitAlert;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.Price;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.ServedModel;
import dev.strowger.records.ShadowResult;
import dev.strowger.records.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows of what the policy is, decided, and had tried beside the callers. */
final class PolicyRows {
  /** Owner of what is served by a route. */
  private static final String ROUTES = "strowger";

  private static final RequestFacts UNKNOWN = RequestFacts.newBuilder().build();

  private PolicyRows() {}

  static Row decision(DecisionRecord decision) {
    List<Candidate> candidates = decision.getCandidates();
    RequestFacts facts = decision.getFacts() == null ? UNKNOWN : decision.getFacts();
    return row(
        Table.DECISIONS,
        decision.getRequestId(),
        decision.getTenant(),
        decision.getRequestedModel(),
        decision.getRoute(),
        decision.getPolicyVersion(),
        Row.text(decision.getRefusal()),
        each(candidates, Candidate::getProvider),
        each(candidates, Candidate::getModel),
        each(candidates, Candidate::getWeight),
        each(candidates, Candidate::getPosition),
        each(candidates, Candidate::getReason),
        each(candidates, Candidate::getScores),
        decision.getTeam(),
        decision.getCredentialId(),
        decision.getOperation(),
        decision.getApi(),
        decision.getStream(),
        decision.getStrategy(),
        decision.getExperiment(),
        decision.getArm(),
        decision.getRules().toArray(),
        decision.getShadows().toArray(),
        facts.getTags(),
        facts.getNeeds().toArray(),
        facts.getPromptTokens(),
        facts.getLanguage(),
        facts.getIntents(),
        facts.getComplexity(),
        facts.getClassifier(),
        facts.getDataClass(),
        facts.getDetected().toArray(),
        facts.getDetectedClasses().toArray(),
        decision.getAt());
  }

  /** Without the answer: that stays in the log. */
  static Row shadow(ShadowResult result) {
    Usage usage = result.getUsage();
    return row(
        Table.SHADOW_RESULTS,
        result.getRequestId(),
        result.getTenant(),
        result.getCredentialId(),
        result.getTeam(),
        result.getShadow(),
        result.getRoute(),
        result.getPolicyVersion(),
        result.getProvider(),
        result.getModel(),
        result.getResult(),
        result.getMessage(),
        result.getSimulated(),
        result.getPriced(),
        usage.getInputTokens(),
        usage.getOutputTokens(),
        usage.getCachedInputTokens(),
        usage.getCacheWriteTokens(),
        usage.getReasoningTokens(),
        usage.getImageTokens(),
        usage.getAudioInputTokens(),
        usage.getAudioOutputTokens(),
        usage.getCacheWriteLongTokens(),
        usage.getEstimated(),
        result.getCostMicros(),
        result.getCurrency(),
        result.getFirstTokenUs(),
        result.getLatencyUs(),
        result.getAt());
  }

  static Row alert(LimitAlert alert) {
    return row(
        Table.LIMIT_ALERTS,
        alert.getTenant(),
        alert.getScope().name().toLowerCase(Locale.ROOT),
        alert.getName(),
        alert.getLimit(),
        alert.getAllowed(),
        alert.getUsed(),
        alert.getPercent(),
        alert.getHard(),
        alert.getAt());
  }

  /**
   * One for each model that has a price.
   *
   * @param policy null when it was deleted: what it cost stays known
   */
  static List<Row> prices(@Nullable PolicyRecord policy) {
    List<Row> rows = new ArrayList<>();
    if (policy == null) {
      return rows;
    }
    for (ServedModel model : policy.getServed()) {
      Price price = model.getPrice();
      if (price != null && !model.getOwnedBy().equals(ROUTES)) {
        rows.add(
            row(
                Table.PRICES,
                policy.getVersion(),
                model.getId(),
                price.getCurrency(),
                price.getInputMicrosPerMillion(),
                price.getOutputMicrosPerMillion(),
                price.getCachedInputMicrosPerMillion(),
                price.getCacheWriteMicrosPerMillion(),
                price.getCacheWriteLongMicrosPerMillion(),
                price.getImageMicrosPerMillion(),
                price.getAudioInputMicrosPerMillion(),
                price.getAudioOutputMicrosPerMillion(),
                price.getReasoningMicrosPerMillion(),
                price.getCallMicros(),
                policy.getPublishedAt()));
      }
    }
    return rows;
  }
}
