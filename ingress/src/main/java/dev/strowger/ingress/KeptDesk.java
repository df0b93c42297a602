package dev.strowger.ingress;

import dev.strowger.ingress.BodyFacts.Earlier;
import dev.strowger.records.ResponseRecord;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.Optional;

/**
 * Kept answers, as requests need them.
 *
 * @param workers for what blocks here; what waits for them is bounded by admission
 * @param limitBytes of a body
 */
record KeptDesk(KeptResponses responses, WorkerExecutor workers, int limitBytes) {
  /** What became of a request that takes something from kept answers. */
  sealed interface Whole {
    record Made(byte[] body) implements Whole {}

    record Refused(OpenAiError error) implements Whole {}
  }

  /** The body with all that went before it. */
  Whole whole(byte[] body, Earlier earlier, String tenant)
      throws InterruptedException, IOException {
    Continuation request = Continuation.of(body);
    if (earlier.response().isPresent()) {
      Optional<ResponseRecord> found = responses.find(earlier.response().get(), tenant);
      if (found.isEmpty()) {
        return new Whole.Refused(Refusals.noPreviousResponse());
      }
      request.from(found.get(), limitBytes);
    }
    if (earlier.items()) {
      var references = new ItemReferences(id -> responses.find(id, tenant), limitBytes);
      Optional<OpenAiError> problem = request.resolve(references);
      if (problem.isPresent()) {
        return new Whole.Refused(problem.get());
      }
    }
    byte[] whole = request.whole();
    return whole.length > limitBytes
        ? new Whole.Refused(Refusals.tooLongToGoOn(limitBytes))
        : new Whole.Made(whole);
  }
}
