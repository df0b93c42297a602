package dev.strowger.policy;

import dev.strowger.manifest.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
   * @param id what a client may put into {@code model}
   * @param ownedBy a provider's name, or {@code strowger} for a route
   * @param card of the model, or of all targets of the route together
   */
  record Served(String id, String ownedBy, ModelCard card) {}

  /**
   * A manifest as text.
   *
   * @param file its name, for messages
   */
  record Source(String file, String yaml) {}

  /** A policy, or everything that is wrong with its manifests. */
  sealed interface Compilation {
    record Accepted(Policy policy) implements Compilation {}

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
  }

  /**
   * Compiles manifests.
   *
   * @param providers names of the configured providers; a target elsewhere is a problem
   */
  static Compilation compile(Bundle bundle, Set<String> providers) {
    return PolicyCompiler.compile(bundle, providers);
  }
}
