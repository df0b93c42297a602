package dev.strowger.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.UsageEstimate;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Closes a stream whose client has the whole answer, where whoever sent it was gone before it could
 * say so. No provider is called.
 *
 * @param calls how clients' requests are read
 */
record Closing(Outlets outlets, ClientCalls calls) {
  /**
   * The outcome is that of the call which made the answer.
   *
   * @param begun everything but, perhaps, its last events
   */
  CallOutcome close(
      Delivery delivery, BegunAnswer begun, boolean simulated, StreamCall.Started started)
      throws InterruptedException {
    SentAnswer sent = begun.sent();
    Dialect.Call call = calls.of(delivery);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(begun.events());
    whole.writeBytes(sent.closing().orElse("").getBytes(UTF_8));
    WholeAnswer answer =
        new WholeAnswer(
            call.api(),
            whole.toByteArray(),
            /* events= */ true,
            Optional.empty(),
            /* extra= */ false,
            new WholeAnswer.End("", used(delivery, call, sent)),
            List.of());
    Giving.Way way =
        new Giving.Way(simulated, delivery.calls() + 1, started.watch(), Optional.of(begun));
    return new Giving(outlets).give(delivery, answer, way, started.token());
  }

  /** Estimated, unless the call has been booked when it broke off. */
  private static TokenUsage used(Delivery delivery, Dialect.Call call, SentAnswer sent) {
    return BrokenPath.breaks(delivery.routed().getPath()) > 0
        ? TokenUsage.NONE
        : UsageEstimate.of(call, sent.tokens());
  }
}
