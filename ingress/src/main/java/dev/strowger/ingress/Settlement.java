package dev.strowger.ingress;

import dev.strowger.records.Answer;
import dev.strowger.records.BodyEncoding;
import dev.strowger.records.Failure;
import dev.strowger.records.ReplyRecord;
import dev.strowger.sealing.SealedException;
import io.vertx.core.WorkerExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a client what came through the log. Runs on the visit's context.
 *
 * @param workers for what takes long
 * @param tenant whose answer it is
 * @param maxBytes of an answer
 */
record Settlement(Visit visit, WorkerExecutor workers, Bodies bodies, String tenant, int maxBytes) {
  private static final Logger log = LoggerFactory.getLogger(Settlement.class);

  /**
   * @param stream whether the client wants one: streams do not come through the log
   */
  void give(ReplyRecord reply, boolean stream) {
    visit.head(ReplyHead.of(reply));
    switch (reply.getResult()) {
      case Failure failure -> visit.fail(OpenAiError.of(failure));
      case Answer answer when !stream -> answer(answer);
      default -> {
        log.atError()
            .addKeyValue("requestId", visit.requestId())
            .addKeyValue("provider", reply.getProvider())
            .log("a stream was answered through the log");
        visit.fail(Refusals.internal());
      }
    }
  }

  private void answer(Answer answer) {
    if (answer.getBodyEncoding() == BodyEncoding.IDENTITY
        && answer.getBody().remaining() <= maxBytes
        && bodies.readyToOpen(answer)) {
      byte[] plain;
      try {
        plain = bodies.open(tenant, answer).unpack(maxBytes);
      } catch (SealedException e) {
        visit.fail(Bodies.refusal(visit, e));
        return;
      }
      visit.answer(plain);
      return;
    }
    workers
        .executeBlocking(() -> bodies.open(tenant, answer).unpack(maxBytes), false)
        .onSuccess(visit::answer)
        .onFailure(damaged -> visit.fail(Bodies.refusal(visit, damaged)));
  }
}
