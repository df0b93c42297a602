package dev.strowger.ingress;

import dev.strowger.features.Features;
import dev.strowger.features.Prompt;
import dev.strowger.features.PromptFeatures;
import dev.strowger.features.PromptFeatures.Kind;
import dev.strowger.ingress.ActiveFeatures.Active;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has prompts looked at, aside of the event loops and for a bounded time. A request never fails by
 * it: what is not found in time is missing, and data classes are then undetermined.
 */
final class FeatureDesk implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FeatureDesk.class);

  /**
   * What is known of a prompt.
   *
   * @param by whose needs were looked after
   * @param undetermined detectors were to look, and could not look at everything
   */
  record Found(Active by, Features features, boolean undetermined) {}

  private static final Duration END = Duration.ofSeconds(5);

  private final ActiveFeatures active;
  private final IngressConfig.Finding config;
  private final DoorMeters meters;
  private final ThreadPoolExecutor threads;

  FeatureDesk(ActiveFeatures active, IngressConfig.Finding config, DoorMeters meters) {
    this.active = active;
    this.config = config;
    this.meters = meters;
    this.threads =
        new ThreadPoolExecutor(
            config.threads(),
            config.threads(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(config.queue()),
            Thread.ofPlatform().daemon().name("ingress-features-", 0).factory());
  }

  /**
   * @param body as a provider would get it
   * @param receiver told once, on the visit's context; at once if there is nothing to find
   */
  void find(Visit visit, byte[] body, BodyFacts facts, Consumer<Found> receiver) {
    Active by = active.now();
    PromptFeatures features = by.features();
    if (features.kinds().isEmpty()) {
      receiver.accept(new Found(by, Features.NONE, by.mustDetect()));
      return;
    }
    Search search = new Search(visit, by, features, receiver);
    search.start(body, facts);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      // The models are closed after this: nobody may be using them then.
      threads.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Of one prompt; the visit's context owns its end. */
  private final class Search implements PromptFeatures.Listener {
    private final Visit visit;
    private final Active by;
    private final PromptFeatures features;
    private final Consumer<Found> receiver;
    private volatile Found found;
    private volatile boolean over;
    private boolean undetermined;
    private long timer = -1;

    Search(Visit visit, Active by, PromptFeatures features, Consumer<Found> receiver) {
      this.visit = visit;
      this.by = by;
      this.features = features;
      this.receiver = receiver;
      this.found = new Found(by, Features.NONE, by.mustDetect());
    }

    void start(byte[] body, BodyFacts facts) {
      timer =
          visit
              .vertx()
              .setTimer(
                  config.timeout().toMillis(),
                  late -> {
                    meters.featureMissed("all", "late");
                    end();
                  });
      try {
        threads.execute(() -> run(body, facts));
      } catch (RejectedExecutionException e) {
        meters.featureMissed("all", "full");
        end();
      }
    }

    private void run(byte[] body, BodyFacts facts) {
      if (!over) {
        long begun = System.nanoTime();
        boolean opaque =
            facts.facts().getImages() || facts.facts().getAudio() || facts.facts().getFiles();
        AllText all = by.mustDetect() ? allText(body) : new AllText("", true);
        undetermined = by.mustDetect() && (opaque || !all.whole());
        PromptText.Said said = facts.personal().said();
        features.find(new Prompt(said.last(), said.earlier(), all.text()), this);
        meters.featuresTook(System.nanoTime() - begun);
      }
      visit.context().runOnContext(done -> end());
    }

    private AllText allText(byte[] body) {
      try {
        return AllText.of(body);
      } catch (IOException e) {
        failed(Kind.DETECTORS, new UncheckedIOException(e));
        return new AllText("", false);
      }
    }

    @Override
    public void found(Features soFar) {
      boolean unknown = by.mustDetect() && (undetermined || soFar.detected().isEmpty());
      found = new Found(by, soFar, unknown);
    }

    @Override
    public void failed(Kind kind, RuntimeException reason) {
      meters.featureMissed(kind.name().toLowerCase(Locale.ROOT), "failed");
      log.atWarn()
          .addKeyValue("requestId", visit.requestId())
          .addKeyValue("kind", kind)
          .addKeyValue("reason", reason.getClass().getName())
          .log("a prompt could not be looked at");
    }

    private void end() {
      if (!over) {
        over = true;
        visit.vertx().cancelTimer(timer);
        receiver.accept(found);
      }
    }
  }
}
