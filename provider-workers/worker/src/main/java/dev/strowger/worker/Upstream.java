package dev.strowger.worker;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.UsageEstimate;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * One provider as a pool calls it.
 *
 * @param access where and with which key
 * @param dialect how it speaks
 * @param client connections to it
 * @param limits on what is read of it
 */
record Upstream(
    ProviderAccess access, Dialect dialect, ProviderClient client, WorkerConfig.Limits limits) {
  /** Of a whole answer in JSON. */
  private static final int BYTES_PER_TOKEN = 4;

  Provider provider() {
    return access.provider();
  }

  /**
   * Reads a response that is no stream to its end and says what it means.
   *
   * @param overdue gets the response, and what was read of it, if it is not complete in time
   */
  CallOutcome answer(
      ProviderResponse response,
      AskedCall asked,
      Deadlines deadlines,
      Consumer<ByteArrayOutputStream> overdue)
      throws InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    return switch (response.whole(deadlines, limits.maxResponseBytes(), body)) {
      case ProviderResponse.Whole.Failed(Fault fault) ->
          fault.kind() == FailureKind.CANCELLED && response.status() == 200
              ? cutOff(fault, asked, body.size() / BYTES_PER_TOKEN)
              : failed(fault);
      case ProviderResponse.Whole.Overdue(Fault fault) -> {
        overdue.accept(body);
        yield failed(fault);
      }
      case ProviderResponse.Whole.Complete(Dialect.Response whole) -> decoded(whole, asked);
    };
  }

  /** The same for an answer that nobody waits for any more. */
  CallOutcome late(
      ProviderResponse response, AskedCall asked, Deadlines deadlines, ByteArrayOutputStream body)
      throws InterruptedException {
    return switch (response.whole(deadlines, LateAnswers.MAX_BYTES, body)) {
      case ProviderResponse.Whole.Failed(Fault fault) -> failed(fault);
      case ProviderResponse.Whole.Overdue(Fault fault) -> failed(fault);
      case ProviderResponse.Whole.Complete(Dialect.Response whole) -> decoded(whole, asked);
    };
  }

  private CallOutcome decoded(Dialect.Response whole, AskedCall asked) {
    return whole.status() >= 300 && whole.status() < 400
        ? failed(Fault.of(FailureKind.PROVIDER_ERROR, "redirected: " + whole.status()))
        : decoded(dialect.decode(whole, asked.call(), provider()), asked);
  }

  private CallOutcome decoded(Dialect.Decoding decoding, AskedCall asked) {
    return switch (decoding) {
      case Dialect.Decoding.Failed(Fault fault) -> failed(fault);
      case Dialect.Decoding.Answered(byte[] body, String reason, TokenUsage usage) ->
          body.length > limits.maxBodyBytes()
              ? new CallOutcome.Faulted(
                  Fault.of(
                      FailureKind.PROVIDER_ERROR,
                      "an answer over the limit of " + limits.maxBodyBytes() + " bytes"),
                  usage)
              : new CallOutcome.Answered(body, reason, usage, asked.dropped());
    };
  }

  /** A provider that was at work when its client left is paid for that, though it told nothing. */
  static CallOutcome failed(ProviderClient.Sent.Failed failed, AskedCall asked) {
    return failed.asked() && failed.fault().kind() == FailureKind.CANCELLED
        ? cutOff(failed.fault(), asked, 0)
        : failed(failed.fault());
  }

  private static CallOutcome cutOff(Fault fault, AskedCall asked, long output) {
    return new CallOutcome.Faulted(fault, UsageEstimate.of(asked.call(), output));
  }

  static CallOutcome failed(Fault fault) {
    return new CallOutcome.Faulted(fault, TokenUsage.NONE);
  }
}
