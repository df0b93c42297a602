package dev.strowger.worker;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.review.StoredResponse;
import dev.strowger.records.Answer;
import dev.strowger.records.CandidateAnswer;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RoutedRecord;
import dev.strowger.sealing.SealedException;
import dev.strowger.topics.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Gives the answer that a step was to judge, as from the target that made it. */
final class Candidates {
  private final Giving giving;
  private final Books books;
  private final Publisher publisher;
  private final Events events;
  private final TimeSource time;
  private final int maxBytes;

  /**
   * @param maxBytes of an answer
   */
  Candidates(Giving giving, Books books, TimeSource time, int maxBytes) {
    this.giving = giving;
    this.books = books;
    this.publisher = books.publisher();
    this.events = books.events();
    this.time = time;
    this.maxBytes = maxBytes;
  }

  /** The record by which an answer goes to its judge. */
  static RoutedRecord toJudge(Attempted attempted, CallOutcome.Candidate candidate) {
    PlanStep step = attempted.delivery().step();
    WholeAnswer answer = candidate.answer();
    return attempted
        .tried()
        .toJudge(
            CandidateAnswer.newBuilder()
                .setProvider(step.getProvider())
                .setModel(step.getModel())
                .setBodyEncoding(candidate.packed().encoding())
                .setBody(candidate.packed().bytes())
                .setEvents(answer.events())
                .setUsage(attempted.usage())
                .setFinishReason(answer.end().finishReason())
                .setDropped(answer.dropped())
                .setSimulated(attempted.simulated())
                .setFindings(attempted.delivery().shield().findings())
                .build());
  }

  /** The answer to be judged, in this form. */
  WholeAnswer answer(Delivery judging, CandidateAnswer candidate) {
    Api api = Api.of(judging.request().getApi()).orElse(Api.CHAT_COMPLETIONS);
    byte[] bytes = new Body(candidate.getBodyEncoding(), candidate.getBody()).unpack(maxBytes);
    Optional<byte[]> object =
        candidate.getEvents() ? StoredResponse.in(api, bytes) : Optional.of(bytes);
    TokenUsage tokens = Tokens.of(candidate.getUsage());
    return new WholeAnswer(
        api,
        bytes,
        candidate.getEvents(),
        object,
        false,
        new WholeAnswer.End(candidate.getFinishReason(), tokens),
        candidate.getDropped());
  }

  /**
   * What is known of an answer that is to be given.
   *
   * @param calls of the judge that are not written down yet
   * @param good whether the judge found it good, and was not just unable to tell
   * @param begun the part of it that the client has
   */
  record Judged(List<Attempted> calls, boolean good, Optional<BegunAnswer> begun) {
    /** Nobody has judged it. */
    static Judged not(Optional<BegunAnswer> begun) {
      return new Judged(List.of(), false, begun);
    }
  }

  /**
   * @param judging with all that was tried in its path; its candidate is given
   * @return whether all that follows is in the log
   */
  boolean give(Delivery judging, Judged how, CancelToken token) throws InterruptedException {
    List<Attempted> judged = how.calls();
    CandidateAnswer candidate = judging.candidate().orElseThrow();
    Delivery answering = judging.answering();
    WholeAnswer answer = answer(judging, candidate);
    Stopwatch watch = new Stopwatch(time);
    Giving.Way way =
        new Giving.Way(candidate.getSimulated(), answering.calls(), watch, how.begun());
    return switch (giving.give(answering, answer, way, token)) {
      case CallOutcome.Answered(byte[] body, var _, var _, var dropped) -> {
        Future<RecordMetadata> reply = reply(judging, judged, body, dropped);
        remember(answering, candidate, answer, how);
        boolean claimed = claim(answering, judged, events.given(answering, candidate, watch));
        Replies.await(answering, reply);
        yield claimed;
      }
      case CallOutcome.Streamed _ -> {
        remember(answering, candidate, answer, how);
        yield claim(answering, judged, events.given(answering, candidate, watch));
      }
      case CallOutcome.ClientGone(String why, var _) ->
          token.lost()
              ? note(judged, List.of())
              : claim(
                  answering,
                  judged,
                  events.untried(answering, Outcome.ABANDONED, FailureKind.CANCELLED.label(), why));
      case CallOutcome.NotCalled(var _, String why) -> held(judging, judged, why);
      // Who answers says how it ends.
      case CallOutcome.AnsweredElsewhere _ -> note(judged, List.of());
      // Not kept, since this process stops: left to another delivery.
      case CallOutcome.Faulted _ -> false;
      case CallOutcome.BrokeOff _,
          CallOutcome.Interrupted _,
          CallOutcome.WayRefused _,
          CallOutcome.Held _,
          CallOutcome.Candidate _,
          CallOutcome.Aside _ ->
          throw new IllegalStateException("a whole answer does not end so when it is given");
    };
  }

  /**
   * @throws SealedException if it cannot be sealed; the judge's calls are written down all the same
   */
  private Future<RecordMetadata> reply(
      Delivery judging, List<Attempted> judged, byte[] body, List<String> dropped)
      throws InterruptedException {
    Delivery answering = judging.answering();
    Body packed = Body.pack(body);
    try {
      return new Replies(publisher, judging.candidate().orElseThrow().getSimulated())
          .send(
              answering, new Answer(packed.encoding(), packed.bytes()), dropped, answering.calls());
    } catch (SealedException e) {
      boolean _ = note(judged, List.of());
      throw e;
    }
  }

  /** May be given to others as well, if it was found good. */
  private void remember(
      Delivery answering, CandidateAnswer candidate, WholeAnswer answer, Judged how) {
    if (!how.good()) {
      return;
    }
    books
        .cache()
        .keep(
            new CacheKeeper.Made(
                answering,
                new KeptAnswer(
                    answer.bytes(),
                    answer.events(),
                    candidate.getSimulated(),
                    candidate.getDropped()),
                candidate.getFinishReason(),
                candidate.getUsage(),
                PathSums.costMicros(answering.routed().getPath()),
                Cost.of(TokenUsage.NONE, answering.step().getPrice()).currency()));
  }

  /** The same where nobody has looked yet what the client has. */
  boolean give(Delivery judging, CancelToken token) throws InterruptedException {
    return switch (giving.beginning(judging, time.now())) {
      case Beginning.Anew() -> give(judging, Judged.not(Optional.empty()), token);
      case Beginning.Rest(BegunAnswer begun) ->
          give(judging, Judged.not(Optional.of(begun)), token);
      case Beginning.Never(CallOutcome.NotCalled(var standing, String why)) ->
          switch (standing) {
            case ELSEWHERE -> true;
            case HELD -> held(judging, List.of(), why);
            case GONE ->
                claim(
                    judging,
                    List.of(),
                    events.untried(judging, Outcome.ABANDONED, FailureKind.CANCELLED.label(), why));
          };
    };
  }

  /** The client has a part of an answer that this one does not go on with. */
  boolean held(Delivery judging, List<Attempted> judged, String why) throws InterruptedException {
    Delivery answering = judging.answering();
    Failure failure = Failures.held(why);
    Future<RecordMetadata> reply =
        new Replies(publisher, false).send(answering, failure, List.of(), answering.calls());
    String kind = FailureKind.PROVIDER_ERROR.label();
    boolean claimed =
        claim(
            answering,
            judged,
            events.untried(answering, Outcome.FAILED, kind, failure.getMessage()));
    Replies.await(answering, reply);
    return claimed;
  }

  private boolean claim(Delivery delivery, List<Attempted> judged, EventRecord end)
      throws InterruptedException {
    return note(judged, List.of(publisher.event(delivery, end)));
  }

  private boolean note(List<Attempted> judged, List<ProducerRecord<String, byte[]>> more)
      throws InterruptedException {
    List<ProducerRecord<String, byte[]>> all = new ArrayList<>();
    for (Attempted one : judged) {
      all.add(publisher.event(one.delivery(), events.attempt(one)));
    }
    all.addAll(more);
    return all.isEmpty() || publisher.surely(all);
  }
}
