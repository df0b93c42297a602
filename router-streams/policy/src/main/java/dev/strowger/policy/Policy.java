package dev.strowger.policy;

import dev.strowger.manifest.Problem;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One version of the routing policy, compiled. Immutable; deciding is a pure function of the call.
 */
public interface Policy {
  /** SHA-256 over the manifests and the names of the providers, hex. */
  String version();

  /** Names of the configured providers; the same object at each call. */
  Set<String> providers();

  /** What a client may put into {@code model}. */
  List<Served> served();

  /** What doors have to find out about each prompt. */
  FeatureNeeds needs();

  /** The plan for a call, or why there is none. */
  Decision decide(CallFacts call);

  /**
   * Why routes before the one that is taken are not: of each, the first condition that does not
   * fit.
   *
   * @param most routes that are told of
   */
  default List<Passed> passed(CallFacts call, int most) {
    return List.of();
  }

  /** All experiments, whether they run or not. */
  default List<ExperimentTerms> experiments() {
    return List.of();
  }

  /** A route that a call did not take. */
  record Passed(String route, String because) {}

  /**
   * @param id what a client may put into {@code model}
   * @param ownedBy a provider's name, or {@code strowger} for a route
   * @param card of the model, or of all targets of the route together
   */
  record Served(String id, String ownedBy, ModelCard card) {}

  /** A policy, or everything that is wrong with its manifests. */
  sealed interface Compilation {
    /**
     * @param warnings what is allowed but hardly meant
     */
    record Accepted(Policy policy, List<Problem> warnings) implements Compilation {
      public Accepted {
        warnings = List.copyOf(warnings);
      }
    }

    record Rejected(List<Problem> problems) implements Compilation {}
  }

  /**
   * All files of a policy.
   *
   * @param files text by name: routes.yaml, models.yaml, those they include, and overlays
   * @param environment whose overlays ({@code routes.<environment>.yaml}, {@code
   *     models.<environment>.yaml}) are laid over; empty: none
   */
  record Bundle(Map<String, String> files, String environment) {
    public static final String ROUTES = "routes.yaml";
    public static final String MODELS = "models.yaml";

    public Bundle {
      files = Map.copyOf(files);
    }

    public static Bundle of(String routes, String models) {
      return new Bundle(Map.of(ROUTES, routes, MODELS, models), "");
    }

    /**
     * The bundle of all files that belong to a policy.
     *
     * @param read text by name of a file below the policy's folder; empty if there is none
     */
    public static Bundle gather(String environment, Function<String, Optional<String>> read) {
      Map<String, String> known = new HashMap<>();
      Set<String> asked = new HashSet<>();
      Set<String> next = wanted(known, environment);
      while (!next.isEmpty()) {
        asked.addAll(next);
        next.forEach(name -> read.apply(name).ifPresent(text -> known.put(name, text)));
        next = new HashSet<>(wanted(known, environment));
        next.removeAll(asked);
      }
      return new Bundle(known, environment);
    }

    /**
     * Which files are read beside those that are known. What does not exist stays among them:
     * overlays need not, includes do.
     */
    public static Set<String> wanted(Map<String, String> known, String environment) {
      Set<String> names = new TreeSet<>(PolicyCompiler.wanted(new Bundle(known, environment)));
      names.removeAll(known.keySet());
      return names;
    }
  }

  /**
   * Compiles manifests.
   *
   * @param providers names of the configured providers; a target elsewhere is a problem
   */
  static Compilation compile(Bundle bundle, Set<String> providers) {
    return PolicyCompiler.compile(bundle, providers, Instant.MIN);
  }

  /**
   * Compiles manifests.
   *
   * @param now to warn of what is past; nothing else depends on it
   */
  static Compilation compile(Bundle bundle, Set<String> providers, Instant now) {
    return PolicyCompiler.compile(bundle, providers, now);
  }
}
