package dev.strowger.worker.cache;

import dev.strowger.records.CacheTerms;
import dev.strowger.records.RequestRecord;
import java.time.Instant;

/**
 * A request that looks for an answer.
 *
 * @param direction of its prompt; empty if nobody found it out
 * @param now answers that expire by then are not given
 */
public record Asked(
    Question question,
    String tenant,
    String api,
    boolean stream,
    CacheTerms terms,
    Direction direction,
    Instant now) {

  public static Asked of(RequestRecord request, Question question, CacheTerms terms, Instant now) {
    return new Asked(
        question,
        request.getTenant(),
        request.getApi(),
        request.getStream(),
        terms,
        Direction.of(request.getFacts().getEmbedding()),
        now);
  }
}
