package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.CacheTerms;
import dev.strowger.records.Outcome;
import dev.strowger.sealing.SealedException;
import dev.strowger.worker.cache.Asked;
import dev.strowger.worker.cache.Found;
import dev.strowger.worker.cache.KeptAnswers;
import dev.strowger.worker.cache.Question;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * What the pool {@code cache} does with a delivery: gives the answer that is kept for it, or moves
 * the plan on. Nobody is called.
 */
final class CacheLookup implements DeliveryWork {
  private static final Fault NOTHING_BEHIND =
      Fault.of(FailureKind.UNREACHABLE, "the plan has no target");

  private final KeptAnswers answers;
  private final BooleanSupplier read;
  private final CacheGiving giving;
  private final Bodies bodies;
  private final Cancellations cancellations;
  private final Onward onward;
  private final CacheMetrics metrics;
  private final TimeSource time;

  /**
   * @param read whether all that was kept before this process is known
   * @param onward for requests for which nothing is kept
   */
  CacheLookup(
      KeptAnswers answers,
      BooleanSupplier read,
      CacheGiving giving,
      Bodies bodies,
      Cancellations cancellations,
      Onward onward,
      CacheMetrics metrics,
      TimeSource time) {
    this.answers = answers;
    this.read = read;
    this.giving = giving;
    this.bodies = bodies;
    this.cancellations = cancellations;
    this.onward = onward;
    this.metrics = metrics;
    this.time = time;
  }

  @Override
  public boolean run(Delivery delivery) throws InterruptedException {
    CancelToken token = cancellations.register(delivery);
    try {
      if (token.cancelled()) {
        // Another step that answers says how it ends.
        return token.lost() || left(delivery, "the client went away before this step");
      }
      if (!time.now().isBefore(delivery.request().getDeadline())) {
        return left(delivery, "the request's deadline passed before this step");
      }
      return looked(delivery, token);
    } finally {
      cancellations.release(delivery.requestId(), token);
    }
  }

  private boolean left(Delivery delivery, String why) throws InterruptedException {
    return onward.claim(delivery, Outcome.ABANDONED, FailureKind.CANCELLED, why);
  }

  private boolean looked(Delivery delivery, CancelToken token) throws InterruptedException {
    Stopwatch watch = new Stopwatch(time);
    Found found = look(delivery);
    watch.stop();
    return switch (found) {
      case Found.Nothing() -> missed(delivery, watch);
      case Found.Kept kept ->
          switch (giving.give(delivery, kept, watch, token)) {
            case SETTLED -> true;
            case UNSETTLED -> false;
            case NOT_GIVEN -> {
              metrics.miss("not_given");
              yield missed(delivery, watch);
            }
          };
    };
  }

  private Found look(Delivery delivery) {
    CacheTerms terms = delivery.routed().getPlan().getCache();
    // An answer that calls can refer to by its id must be one of its own.
    if (terms == null || !terms.getRead() || delivery.request().getStore()) {
      metrics.miss("not_cacheable");
      return new Found.Nothing();
    }
    if (!read.getAsBoolean()) {
      metrics.miss("reading");
      return new Found.Nothing();
    }
    Optional<Question> question =
        Question.of(delivery.request(), delivery.shield().space(terms))
            .flatMap(asked -> keyed(delivery.request().getTenant(), asked));
    if (question.isEmpty()) {
      metrics.miss("not_cacheable");
      return new Found.Nothing();
    }
    Found found = answers.find(Asked.of(delivery.request(), question.get(), terms, time.now()));
    if (found instanceof Found.Nothing) {
      metrics.miss("nothing");
    }
    return found;
  }

  private Optional<Question> keyed(String tenant, Question question) {
    try {
      return Optional.of(bodies.keyed(tenant, question));
    } catch (SealedException e) {
      return Optional.empty();
    }
  }

  private boolean missed(Delivery delivery, Stopwatch watch) throws InterruptedException {
    Delivery passed =
        delivery.with(CacheStep.path(delivery, CacheStep.MISS, "", watch.latencyUs()));
    OptionalInt next = NextStep.after(passed);
    return next.isPresent()
        ? onward.to(passed, next.getAsInt())
        : onward.fail(
            passed,
            Failures.exhausted(passed.routed().getPath(), NOTHING_BEHIND, null),
            NOTHING_BEHIND.kind());
  }

  @Override
  public boolean fail(Delivery delivery) throws InterruptedException {
    return onward.failInternally(delivery);
  }

  @Override
  public void stop() {
    // Nothing here takes long, but for a client that reads slowly: its delivery is left.
  }
}
