package dev.strowger.console;

import dev.strowger.policy.Policy;
import dev.strowger.records.FeatureNeeds;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.RequestFacts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Whether a door found out, for the policy of its time, all that another policy goes by. Where it
 * did not, a rule about personal data or a language would not hold though it should. Used by one
 * thread.
 */
final class LookedAt implements Predicate<RequestFacts> {
  private static final FeatureNeeds NOTHING = FeatureNeeds.newBuilder().build();

  private final String version;
  private final FeatureNeeds wanted;
  private final Function<String, Optional<PolicyRecord>> policies;
  private final Map<String, Boolean> known = new HashMap<>();

  /**
   * @param policies by version
   */
  LookedAt(Policy policy, Function<String, Optional<PolicyRecord>> policies) {
    this.version = policy.version();
    this.wanted = NeedsRecord.of(policy.needs());
    this.policies = policies;
  }

  @Override
  public boolean test(RequestFacts facts) {
    String then = facts.getPolicyVersion();
    if (then.equals(version)) {
      return true;
    }
    if (known.size() > PolicyLog.MAX_VERSIONS) {
      known.clear();
    }
    return known.computeIfAbsent(then, this::covered);
  }

  private boolean covered(String then) {
    FeatureNeeds had =
        then.isEmpty() ? NOTHING : policies.apply(then).map(PolicyRecord::getNeeds).orElse(NOTHING);
    return covers(had, wanted);
  }

  static boolean covers(FeatureNeeds had, FeatureNeeds wanted) {
    return all(had.getHeaders(), wanted.getHeaders())
        && (had.getLanguage() || !wanted.getLanguage())
        && (!wanted.getComplexity()
            || (had.getComplexity() && had.getClassifier().equals(wanted.getClassifier())))
        && all(had.getIntents(), wanted.getIntents())
        && (!wanted.getDetectors()
            || (had.getDetectors()
                && had.getDetectorClasses().equals(wanted.getDetectorClasses())
                && all(had.getCustomDetectors(), wanted.getCustomDetectors())));
  }

  private static <T> boolean all(Iterable<T> had, Iterable<T> wanted) {
    Set<T> found = new HashSet<>();
    had.forEach(found::add);
    for (T one : wanted) {
      if (!found.contains(one)) {
        return false;
      }
    }
    return true;
  }
}
