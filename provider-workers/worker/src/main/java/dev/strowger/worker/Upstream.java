package dev.strowger.worker;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.TokenUsage;

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
  Provider provider() {
    return access.provider();
  }

  /** Reads a response that is no stream to its end and says what it means. */
  CallOutcome answer(ProviderResponse response, AskedCall asked, Deadlines deadlines)
      throws InterruptedException {
    return switch (response.whole(deadlines, limits.maxResponseBytes())) {
      case ProviderResponse.Whole.Failed(Fault fault) -> failed(fault);
      case ProviderResponse.Whole.Complete(Dialect.Response whole) ->
          whole.status() >= 300 && whole.status() < 400
              ? failed(Fault.of(FailureKind.PROVIDER_ERROR, "redirected: " + whole.status()))
              : decoded(dialect.decode(whole, asked.call(), provider()), asked);
    };
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

  static CallOutcome failed(Fault fault) {
    return new CallOutcome.Faulted(fault, TokenUsage.NONE);
  }
}
