package dev.strowger.ingress;

import dev.strowger.features.ComplexityJudge;
import dev.strowger.features.Detectors;
import dev.strowger.features.Detectors.BuiltIn;
import dev.strowger.features.Detectors.Custom;
import dev.strowger.features.Embedder;
import dev.strowger.features.Intents;
import dev.strowger.features.PromptFeatures;
import dev.strowger.features.PromptFeatures.Finders;
import dev.strowger.records.FeatureNeeds;
import dev.strowger.records.IntentExamples;
import dev.strowger.records.PolicyRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is found out about each prompt, as the policy in force needs it. A new policy's detectors
 * and headers count at once; what takes long to make is made aside, the former being used until
 * then.
 */
final class ActiveFeatures implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ActiveFeatures.class);
  private static final String ACTIVE = "active";
  private static final Duration END = Duration.ofSeconds(2);

  /**
   * @param policyVersion whose needs these are
   * @param headers that the policy goes by, names in lower case
   * @param mustDetect the policy goes by what detectors find
   * @param classes data class by detector
   */
  record Active(
      String policyVersion,
      Set<String> headers,
      boolean mustDetect,
      Map<String, String> classes,
      Finders finders) {
    static final Active NONE = new Active("", Set.of(), false, Map.of(), Finders.NONE);

    PromptFeatures features() {
      return new PromptFeatures(finders);
    }
  }

  private final FeatureModels models;
  private final ExecutorService aside =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("ingress-features-build").factory());
  private long changes;
  private volatile Active active = Active.NONE;
  private volatile boolean ready = true;

  ActiveFeatures(FeatureModels models) {
    this.models = models;
  }

  Active now() {
    return active;
  }

  /** Whether all is made that the policy needs. */
  boolean ready() {
    return ready;
  }

  /** A change in the policies topic; on the thread that follows it, one change after the other. */
  void changed(String key, @Nullable PolicyRecord policy) {
    if (!key.equals(ACTIVE)) {
      return;
    }
    if (policy == null) {
      begin(Active.NONE, true);
      return;
    }
    FeatureNeeds needs = policy.getNeeds();
    Finders old = active.finders();
    Active light =
        new Active(
            policy.getVersion(),
            Set.copyOf(needs.getHeaders()),
            needs.getDetectors(),
            classes(needs),
            new Finders(
                detectors(needs),
                old.languages(),
                old.intents(),
                old.complexity(),
                old.embedder(),
                old.embedding()));
    long change = begin(light, false);
    aside.execute(() -> complete(light, change, policy));
  }

  private synchronized long begin(Active next, boolean whole) {
    active = next;
    ready = whole;
    changes++;
    return changes;
  }

  private static Map<String, String> classes(FeatureNeeds needs) {
    Map<String, String> classes = new HashMap<>();
    for (BuiltIn one : BuiltIn.values()) {
      classes.put(one.code(), one.code().substring(0, one.code().indexOf('.')));
    }
    classes.putAll(needs.getDetectorClasses());
    needs.getCustomDetectors().forEach(one -> classes.put(one.getName(), one.getDataClass()));
    return Map.copyOf(classes);
  }

  /**
   * Empty if they cannot be made, although they are needed: then nothing is known of any prompt.
   */
  private static Optional<Detectors> detectors(FeatureNeeds needs) {
    if (!needs.getDetectors()) {
      return Optional.empty();
    }
    return made(
        "detectors",
        () ->
            Detectors.of(
                List.of(BuiltIn.values()),
                needs.getCustomDetectors().stream()
                    .map(one -> new Custom(one.getName(), one.getPattern()))
                    .toList()));
  }

  private void complete(Active light, long change, PolicyRecord policy) {
    Finders finders = finders(light.finders().detectors(), policy);
    synchronized (this) {
      if (changes != change) {
        return;
      }
      active =
          new Active(
              light.policyVersion(), light.headers(), light.mustDetect(), light.classes(), finders);
      ready = true;
    }
    log.atInfo()
        .addKeyValue("policy", light.policyVersion())
        .addKeyValue("features", new PromptFeatures(finders).kinds())
        .log("prompts are looked at as the policy needs it");
  }

  private Finders finders(Optional<Detectors> detectors, PolicyRecord policy) {
    FeatureNeeds needs = policy.getNeeds();
    Optional<ComplexityJudge> complexity =
        needs.getComplexity()
            ? made("complexity", () -> models.complexity(policy))
            : Optional.empty();
    boolean intentsByIt =
        needs.getClassifier().equals(OpenedModels.EMBEDDING) && !needs.getIntents().isEmpty();
    boolean complexityByIt = complexity.map(ComplexityJudge::needsDirection).orElse(false);
    Optional<Embedder> embedder =
        needs.getEmbedding() || intentsByIt || complexityByIt
            ? made("embedder", models::embedder)
            : Optional.empty();
    return new Finders(
        detectors,
        needs.getLanguage() ? made("languages", models::languages) : Optional.empty(),
        needs.getIntents().isEmpty()
            ? Optional.empty()
            : made("intents", () -> intents(needs.getIntents(), embedder)),
        complexity,
        embedder,
        needs.getEmbedding());
  }

  private static Intents intents(List<IntentExamples> examples, Optional<Embedder> embedder) {
    List<Intents.Intent> intents =
        examples.stream().map(one -> new Intents.Intent(one.getName(), one.getExamples())).toList();
    return embedder.isPresent()
        ? Intents.byDirection(intents, embedder.get())
        : Intents.byWords(intents);
  }

  /** What cannot be made is missing in all prompts; the policy then knows nothing of that kind. */
  private static <T> Optional<T> made(String what, Supplier<T> maker) {
    try {
      return Optional.of(maker.get());
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("what", what)
          .setCause(e)
          .log("something the policy needs to look at prompts cannot be made");
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    aside.shutdownNow();
    try {
      aside.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    models.close();
  }
}
