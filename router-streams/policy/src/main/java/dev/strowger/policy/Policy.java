package dev.strowger.policy;

import dev.strowger.manifest.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** The plan for a call, or why there is none. */
  Decision decide(CallFacts call);

  /**
   * @param id what a client may put into {@code model}
   * @param ownedBy a provider's name, or {@code strowger} for a route
   * @param card of the model, or of all targets of the route together
   */
  record Served(String id, String ownedBy, ModelCard card) {}

  /**
   * What a decision may depend on.
   *
   * @param requestId seed of every draw
   * @param unavailable why a provider (by name) or a target ({@code provider/model}) cannot be
   *     asked now, e.g. {@code its provider is down}
   */
  record CallFacts(
      String requestId,
      String tenant,
      String model,
      boolean stream,
      Map<String, String> unavailable) {
    public CallFacts {
      unavailable = Map.copyOf(unavailable);
    }

    /** Why a target cannot be asked; empty if it can. */
    Optional<String> unavailable(Target.Name target) {
      if (unavailable.isEmpty()) {
        return Optional.empty();
      }
      return Optional.ofNullable(unavailable.get(target.provider()))
          .or(() -> Optional.ofNullable(unavailable.get(target.toString())));
    }
  }

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
   * Compiles manifests.
   *
   * @param routes routes.yaml
   * @param models models.yaml, the catalogue
   * @param providers names of the configured providers; a target elsewhere is a problem
   */
  static Compilation compile(Source routes, Source models, Set<String> providers) {
    return PolicyCompiler.compile(routes, models, providers);
  }
}
