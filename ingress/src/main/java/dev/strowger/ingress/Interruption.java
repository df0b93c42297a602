package dev.strowger.ingress;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/**
 * A client that waits for somebody to go on with its broken stream: comments keep its connection
 * alive, a bound ends the wait. Lives on the client's context.
 */
final class Interruption {
  /** Most rescues take less; then the client sees nothing of it. */
  private static final Duration FIRST_COMMENT = Duration.ofSeconds(2);

  private static final Duration COMMENTS = Duration.ofSeconds(5);
  private static final Buffer COMMENT =
      Buffer.buffer(": strowger is going on with another model\n\n");

  private final Visit visit;
  private final OpenAiError error;
  private final long comments;
  private final long bound;

  /**
   * @param commented whether a comment can stand where the stream broke
   * @param error what the client is told if nobody comes
   * @param patience for somebody to come
   */
  Interruption(
      Visit visit, boolean commented, OpenAiError error, Duration patience, Runnable nobodyCame) {
    this.visit = visit;
    this.error = error;
    this.comments =
        visit
            .vertx()
            .setPeriodic(
                FIRST_COMMENT.toMillis(), COMMENTS.toMillis(), again -> comment(commented));
    this.bound = visit.vertx().setTimer(Math.max(1, patience.toMillis()), late -> nobodyCame.run());
  }

  private void comment(boolean possible) {
    if (possible) {
      visit.comment(COMMENT);
    }
  }

  OpenAiError error() {
    return error;
  }

  void end() {
    visit.vertx().cancelTimer(comments);
    visit.vertx().cancelTimer(bound);
  }
}
