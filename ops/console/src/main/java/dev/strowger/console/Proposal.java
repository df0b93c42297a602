package dev.strowger.console;

import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderCatalogue;
import dev.strowger.facts.PriceOf;
import dev.strowger.manifest.Problem;
import dev.strowger.policy.ModelCard;
import dev.strowger.policy.Policy;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.ProviderEntry;
import dev.strowger.records.ServedModel;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Manifests that were checked: a policy that could come into force, or all that is wrong. */
sealed interface Proposal {
  /**
   * @param providers by name, in the order of the manifest
   * @param warnings what is allowed, but hardly meant
   */
  record Sound(
      ManifestSet manifests, Policy policy, Map<String, Provider> providers, List<Problem> warnings)
      implements Proposal {
    /**
     * @param simulated providers that are played by the simulator
     * @param classifier a trained model of complexity; null: the one that came with the software
     */
    PolicyRecord record(
        Instant at, String source, Set<String> simulated, @Nullable ByteBuffer classifier) {
      Map<String, String> further = new TreeMap<>(manifests.bundle().files());
      String routes = text(further.remove(Policy.Bundle.ROUTES));
      String models = text(further.remove(Policy.Bundle.MODELS));
      return PolicyRecord.newBuilder()
          .setVersion(policy.version())
          .setPublishedAt(at.truncatedTo(ChronoUnit.MILLIS))
          .setSource(source)
          .setRoutesYaml(routes)
          .setModelsYaml(models)
          .setFiles(further)
          .setEnvironment(manifests.bundle().environment())
          .setNeeds(NeedsRecord.of(policy.needs()))
          .setClassifierModel(classifier)
          .setProviders(entries(simulated))
          .setServed(policy.served().stream().map(Sound::served).toList())
          .build();
    }

    /** Who can be asked, in the order of the manifest. */
    List<ProviderEntry> entries(Set<String> simulated) {
      return providers.values().stream().map(p -> entry(p, simulated.contains(p.name()))).toList();
    }

    private static String text(@Nullable String text) {
      return text == null ? "" : text;
    }

    private static ServedModel served(Policy.Served served) {
      ModelCard card = served.card();
      return ServedModel.newBuilder()
          .setId(served.id())
          .setOwnedBy(served.ownedBy())
          .setCapabilities(card.capabilities().stream().sorted().toList())
          .setPrice(card.price().map(PriceOf::price).orElse(null))
          .setContextWindow(card.contextWindow().map(Integer::longValue).orElse(null))
          .setMaxOutputTokens(card.maxOutputTokens().map(Integer::longValue).orElse(null))
          .build();
    }

    private static ProviderEntry entry(Provider provider, boolean simulated) {
      return ProviderEntry.newBuilder()
          .setName(provider.name())
          .setDialect(provider.dialect().label())
          .setSimulated(simulated)
          .build();
    }
  }

  record Unsound(List<Problem> problems) implements Proposal {
    public Unsound {
      problems = List.copyOf(problems);
    }
  }

  static Proposal check(ManifestSet manifests) {
    return switch (ProviderCatalogue.read(ManifestSet.PROVIDERS, manifests.providers())) {
      // Without the providers every target would look unknown: those problems come first, alone.
      case ProviderCatalogue.Reading.Rejected(var problems) -> new Unsound(problems);
      case ProviderCatalogue.Reading.Accepted(var providers) ->
          switch (Policy.compile(manifests.bundle(), providers.keySet())) {
            case Policy.Compilation.Accepted(var policy, var warnings) ->
                new Sound(manifests, policy, providers, warnings);
            case Policy.Compilation.Rejected(var problems) -> new Unsound(problems);
          };
    };
  }
}
