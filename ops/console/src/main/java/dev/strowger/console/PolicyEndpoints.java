package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.console.diff.PolicyDiff;
import dev.strowger.console.diff.TextDiff;
import dev.strowger.facts.PolicyOf;
import dev.strowger.policy.Policy;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.ProviderEntry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The routing policy: shown, checked, compared, published, taken back. */
final class PolicyEndpoints {
  private final ConsoleConfig.Manifests manifests;
  private final Bundles bundles;
  private final PolicyLog policies;
  private final Clock clock;

  PolicyEndpoints(
      ConsoleConfig.Manifests manifests, Bundles bundles, PolicyLog policies, Clock clock) {
    this.manifests = manifests;
    this.bundles = bundles;
    this.policies = policies;
    this.clock = clock;
  }

  Reply show(Call call) {
    return Reply.ok(PolicyViews.whole(bundles.active()));
  }

  Reply history(Call call) {
    String active = policies.active().map(PolicyRecord::getVersion).orElse("");
    return Reply.ok(
        Map.of(
            "versions",
            policies.history().stream()
                .map(
                    p -> {
                      Map<String, Object> view = PolicyViews.summary(p);
                      view.put("active", p.getVersion().equals(active));
                      return view;
                    })
                .toList()));
  }

  Reply version(Call call) {
    return Reply.ok(PolicyViews.whole(bundles.named(call.segment("version"))));
  }

  Reply validate(Call call) {
    return switch (bundles.check(bundles.needed(call))) {
      case Proposal.Sound sound ->
          Reply.ok(
              ordered(
                  "valid",
                  true,
                  "version",
                  sound.policy().version(),
                  "inForce",
                  inForce(sound.policy().version()),
                  "warnings",
                  PolicyViews.problems(sound.warnings()),
                  "problems",
                  List.of()));
      case Proposal.Unsound(var problems) ->
          Reply.ok(ordered("valid", false, "problems", PolicyViews.problems(problems)));
    };
  }

  Reply apply(Call call) throws InterruptedException {
    Proposal.Sound sound = bundles.sound(bundles.needed(call));
    Optional<PolicyRecord> before = policies.active();
    Policy.Bundle old =
        before.map(PolicyOf::bundle).orElseGet(() -> new Policy.Bundle(Map.of(), ""));
    PolicyRecord record =
        sound.record(
            clock.instant(),
            call.optionalText("source").orElse("operator"),
            manifests.simulated(),
            classifier(call, before));
    boolean dryRun = call.flag("dryRun");
    boolean changed =
        dryRun
            ? policies.wouldChange(record, call.optionalText("expectVersion"))
            : policies.publish(record, call.optionalText("expectVersion"));
    return Reply.ok(
        ordered(
            "version",
            record.getVersion(),
            "replaces",
            before.map(PolicyRecord::getVersion).orElse(null),
            "changed",
            changed,
            "dryRun",
            dryRun,
            "summary",
            PolicyDiff.between(old, sound.manifests().bundle()).summary(),
            "warnings",
            PolicyViews.problems(sound.warnings())));
  }

  /** What differs; without a word on it, between the policy in force and the files on disk. */
  Reply diff(Call call) {
    PolicyRecord from = bundles.named(call.optionalText("from").orElse(Bundles.ACTIVE));
    Optional<Policy.Bundle> given = bundles.given(call);
    Optional<String> to = call.optionalText("to");
    Policy.Bundle bundle;
    String name;
    if (given.isEmpty() && to.isPresent()) {
      PolicyRecord other = bundles.named(to.get());
      bundle = PolicyOf.bundle(other);
      name = other.getVersion();
    } else {
      Proposal.Sound sound = given.map(bundles::sound).orElseGet(bundles::onDisk);
      bundle = sound.manifests().bundle();
      name = sound.policy().version();
    }
    Policy.Bundle old = PolicyOf.bundle(from);
    PolicyDiff diff = PolicyDiff.between(old, bundle);
    Map<String, Object> view = ordered("from", from.getVersion(), "to", name, "same", diff.empty());
    view.put("summary", diff.summary());
    view.putAll(diff.sections());
    view.put("settings", diff.settings());
    if (call.flag("text")) {
      view.put("text", TextDiff.unified(old.files(), bundle.files()));
    }
    return Reply.ok(view);
  }

  /** An earlier policy comes into force again: its files, what was learnt, its version. */
  Reply rollback(Call call) throws InterruptedException {
    PolicyRecord old = bundles.named(call.optionalText("version").orElse(Bundles.PREVIOUS));
    Bundles.compiled(old);
    Map<String, ProviderEntry> present = present();
    PolicyRecord again =
        PolicyRecord.newBuilder(old)
            .setPublishedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
            .setSource(source(old, call))
            .setProviders(
                old.getProviders().stream().map(p -> present.getOrDefault(p.getName(), p)).toList())
            .build();
    Optional<PolicyRecord> before = policies.active();
    boolean changed = policies.publish(again, call.optionalText("expectVersion"));
    Set<String> named = PolicyOf.providers(old);
    List<String> warnings = new ArrayList<>();
    named.stream()
        .filter(name -> !present.containsKey(name))
        .map(name -> name + " is no longer in providers.yaml; nobody asks it")
        .forEach(warnings::add);
    return Reply.ok(
        ordered(
            "version",
            again.getVersion(),
            "replaces",
            before.map(PolicyRecord::getVersion).orElse(null),
            "changed",
            changed,
            "source",
            again.getSource(),
            "warnings",
            warnings));
  }

  private static String source(PolicyRecord old, Call call) {
    return "rollback to "
        + old.getVersion().substring(0, Math.min(12, old.getVersion().length()))
        + call.optionalText("source").map(by -> " (" + by + ")").orElse("");
  }

  /** Who can be asked now; as it was if that cannot be told. */
  private Map<String, ProviderEntry> present() {
    try {
      return bundles.onDisk().entries(manifests.simulated()).stream()
          .collect(Collectors.toMap(ProviderEntry::getName, Function.identity()));
    } catch (Refusal e) {
      return bundles.active().getProviders().stream()
          .collect(Collectors.toMap(ProviderEntry::getName, Function.identity()));
    }
  }

  /** The one that comes with the call, else the one in force. */
  private static @Nullable ByteBuffer classifier(Call call, Optional<PolicyRecord> before) {
    return Bundles.classifierGiven(call)
        .map(ByteBuffer::wrap)
        .or(() -> before.map(PolicyRecord::getClassifierModel))
        .orElse(null);
  }

  private boolean inForce(String version) {
    return policies.active().filter(p -> p.getVersion().equals(version)).isPresent();
  }
}
