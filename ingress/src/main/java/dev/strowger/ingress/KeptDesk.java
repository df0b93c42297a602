package dev.strowger.ingress;

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
  /** The body with all that went before it; empty if there is no such answer. */
  Optional<byte[]> goingOn(byte[] body, String previous, String tenant)
      throws InterruptedException, IOException {
    Optional<ResponseRecord> found = responses.find(previous, tenant);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(Continuation.of(body, found.get(), limitBytes));
  }
}
