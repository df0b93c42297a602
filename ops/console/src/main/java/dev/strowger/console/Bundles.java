package dev.strowger.console;

import dev.strowger.facts.PolicyOf;
import dev.strowger.policy.Policy;
import dev.strowger.records.PolicyRecord;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Policies as operators mean them: by version, by the files of a call, or by those on disk. */
final class Bundles {
  /** A name instead of a version: the one that was in force before the one that is. */
  static final String PREVIOUS = "previous";

  /** A name instead of a version: the one that is in force. */
  static final String ACTIVE = "active";

  private final ConsoleConfig.Manifests manifests;
  private final PolicyLog policies;

  Bundles(ConsoleConfig.Manifests manifests, PolicyLog policies) {
    this.manifests = manifests;
    this.policies = policies;
  }

  /** What a call brought: {@code files}, or {@code routes} and {@code models}. */
  Optional<Policy.Bundle> given(Call call) {
    Map<String, String> files = call.texts("files");
    String environment = call.optionalText("environment").orElse(manifests.environment());
    if (!files.isEmpty()) {
      // Only what belongs to it, so that the same policy has the same version wherever it comes
      // from.
      return Optional.of(
          Policy.Bundle.gather(environment, name -> Optional.ofNullable(files.get(name))));
    }
    if (call.optionalText("routes").isEmpty() && call.optionalText("models").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Policy.Bundle(
            Map.of(
                Policy.Bundle.ROUTES, call.text("routes", "the text of routes.yaml"),
                Policy.Bundle.MODELS, call.text("models", "the text of models.yaml")),
            environment));
  }

  Policy.Bundle needed(Call call) {
    return given(call)
        .orElseThrow(
            () ->
                Refusal.badParam(
                    "files", "send \"files\" (text by name), or \"routes\" and \"models\""));
  }

  /** Who can be asked stands in this installation, whoever brings routes and models. */
  Proposal check(Policy.Bundle bundle) {
    return check(ManifestSet.propose(bundle, manifests.directory()));
  }

  /**
   * @throws Refusal (422) with every problem
   */
  Proposal.Sound sound(Policy.Bundle bundle) {
    return sound(check(bundle));
  }

  /** What stands in the directory of manifests now. */
  Proposal.Sound onDisk() {
    return sound(check(ManifestSet.read(manifests.directory(), manifests.environment())));
  }

  private static Proposal check(ManifestSet.Reading reading) {
    return switch (reading) {
      case ManifestSet.Reading.Whole(var whole) -> Proposal.check(whole);
      case ManifestSet.Reading.Broken(var problems) -> new Proposal.Unsound(problems);
    };
  }

  private static Proposal.Sound sound(Proposal proposal) {
    return switch (proposal) {
      case Proposal.Sound sound -> sound;
      case Proposal.Unsound(var problems) -> throw Refusal.unsound(problems);
    };
  }

  PolicyRecord active() {
    return policies
        .active()
        .orElseThrow(() -> Refusal.notFound("no policy was ever published; see the status"));
  }

  /**
   * @param version whole or its beginning, {@link #ACTIVE} or {@link #PREVIOUS}
   * @throws Refusal (404) if there is none, or more than one begins so
   */
  PolicyRecord named(String version) {
    return switch (version) {
      case ACTIVE -> active();
      case PREVIOUS -> policies.previous();
      default ->
          policies
              .version(version)
              .orElseThrow(
                  () -> Refusal.notFound("not one policy has this version; see the history"));
    };
  }

  /**
   * @throws Refusal (409) if this release does not accept it
   */
  static Policy compiled(PolicyRecord record) {
    return switch (PolicyOf.record(record)) {
      case Policy.Compilation.Accepted(var policy, var _) -> policy;
      case Policy.Compilation.Rejected(var problems) ->
          throw Refusal.of(
              409,
              "policy_of_another_release",
              "this release does not accept version " + record.getVersion() + ": " + problems);
    };
  }

  /** A policy to try: the one a call brought, or named in {@code policy}, or the active one. */
  Policy tried(Call call) {
    return given(call)
        .map(bundle -> sound(bundle).policy())
        .orElseGet(() -> compiled(named(call.optionalText("policy").orElse(ACTIVE))));
  }

  /**
   * The complexity model of {@link #tried}. Files go with the one that comes along, else with that
   * in force, as they would when applied.
   */
  Optional<byte[]> classifierTried(Call call) {
    if (given(call).isEmpty()) {
      return model(named(call.optionalText("policy").orElse(ACTIVE)));
    }
    Optional<byte[]> brought = classifierGiven(call);
    return brought.isPresent() ? brought : policies.active().flatMap(Bundles::model);
  }

  /**
   * What a call brought as {@code classifierModel}.
   *
   * @throws Refusal (400) if it is not base64
   */
  static Optional<byte[]> classifierGiven(Call call) {
    try {
      return call.optionalText("classifierModel").map(Base64.getDecoder()::decode);
    } catch (IllegalArgumentException e) {
      throw Refusal.badParam("classifierModel", "\"classifierModel\" must be base64");
    }
  }

  private static Optional<byte[]> model(PolicyRecord record) {
    return Optional.ofNullable(record.getClassifierModel())
        .map(
            buffer -> {
              byte[] bytes = new byte[buffer.remaining()];
              buffer.duplicate().get(bytes);
              return bytes;
            });
  }
}
