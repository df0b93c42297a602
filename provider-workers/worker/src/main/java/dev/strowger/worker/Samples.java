package dev.strowger.worker;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.review.BodyVariants;
import dev.strowger.dialects.review.GivenAnswer;
import dev.strowger.records.Consistency;
import dev.strowger.worker.gates.Agreement;
import dev.strowger.worker.gates.Checked;
import dev.strowger.worker.gates.Grade;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a target the same again, to see whether its answers agree. Each call is an attempt. */
final class Samples {
  static final String NOTE = "consistency sample";

  /** Of one answer, whatever the route says. */
  static final int MAX = 9;

  /** Calls at once for one answer. */
  static final int AT_ONCE = 4;

  private static final Logger log = LoggerFactory.getLogger(Samples.class);

  private final Calling calling;
  private final Turnstile turnstile;
  private final Books books;

  Samples(Calling calling, Turnstile turnstile, Books books) {
    this.calling = calling;
    this.turnstile = turnstile;
    this.books = books;
  }

  /**
   * @param delivery with the samples in its path
   */
  record Taken(Delivery delivery, Checked checked) {}

  Taken take(Delivery delivery, WholeAnswer answer, Consistency terms, CancelToken token)
      throws InterruptedException {
    // One call is left for the step that follows.
    int room = delivery.routed().getPlan().getMaxAttempts() - delivery.calls() - 2;
    int count = Math.min(Math.min(terms.getSamples() - 1, MAX), room);
    Dialect.Call asked = calling.call().calls().of(delivery);
    Optional<byte[]> body = BodyVariants.sample(asked.body());
    if (count <= 0 || body.isEmpty()) {
      return untold(delivery, "the plan's attempts are used up");
    }
    Dialect.Call sample = ClientCalls.aside(asked, asked.api(), body.get());
    List<Attempted> made = all(delivery, sample, count, token);
    Delivery sampled = delivery;
    List<Attempted> booked = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (Attempted one : made) {
      Attempted next = one.on(sampled);
      booked.add(next);
      sampled = next.tried();
      if (one.outcome() instanceof CallOutcome.Aside(byte[] other, var _, var _)) {
        texts.add(GivenAnswer.of(asked.api(), other).text());
      }
    }
    // Not in the log if this process stops: whoever has the request next asks again.
    boolean _ = booked.isEmpty() || books.note(booked);
    if (texts.isEmpty()) {
      return untold(sampled, "no further answer came");
    }
    double share = Agreement.share(answer.read().text(), texts);
    return new Taken(
        sampled,
        share + 1e-9 < terms.getAgree()
            ? new Checked.NotAccepted(
                "consistency",
                "%s of %s answers agree, %s are needed"
                    .formatted(
                        Math.round(share * (texts.size() + 1)),
                        texts.size() + 1,
                        Grade.shown(terms.getAgree())))
            : new Checked.Accepted(List.of()));
  }

  private static Taken untold(Delivery delivery, String why) {
    return new Taken(delivery, new Checked.Accepted(List.of("consistency: " + why)));
  }

  /** Those that came about, in no order that matters. */
  private List<Attempted> all(Delivery delivery, Dialect.Call call, int count, CancelToken token)
      throws InterruptedException {
    List<CancelToken> tokens = new ArrayList<>();
    List<FutureTask<Optional<Attempted>>> running = new ArrayList<>();
    Semaphore atOnce = new Semaphore(AT_ONCE);
    for (int i = 0; i < count; i++) {
      CancelToken own = new CancelToken(delivery.routed().getStep(), false);
      tokens.add(own);
      Callable<Optional<Attempted>> one = () -> one(delivery, call, own, atOnce);
      running.add(new FutureTask<>(one));
    }
    token.onCancel(() -> tokens.forEach(CancelToken::cancel));
    running.forEach(task -> Thread.ofVirtual().name("sample-" + delivery.requestId()).start(task));
    List<Attempted> made = new ArrayList<>();
    for (FutureTask<Optional<Attempted>> task : running) {
      try {
        task.get().ifPresent(made::add);
      } catch (ExecutionException e) {
        log.atWarn()
            .addKeyValue("requestId", delivery.requestId())
            .setCause(e.getCause())
            .log("a further answer could not be asked for");
      }
    }
    token.onCancel(() -> {});
    return made;
  }

  private Optional<Attempted> one(
      Delivery delivery, Dialect.Call call, CancelToken token, Semaphore atOnce)
      throws InterruptedException {
    atOnce.acquire();
    try {
      if (token.cancelled()
          || !(turnstile.enter(delivery, 1, token) instanceof TargetGuard.Entry.Permit permit)) {
        return Optional.empty();
      }
      Verdict verdict = new Verdict.Unknown();
      try {
        Calling.Made made = calling.aside(delivery, call, NOTE, token);
        verdict = made.verdict();
        return Optional.of(made.attempted());
      } finally {
        turnstile.leave(delivery.step(), permit, verdict);
      }
    } finally {
      atOnce.release();
    }
  }
}
