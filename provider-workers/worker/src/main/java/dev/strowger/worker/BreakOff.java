package dev.strowger.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.UsageEstimate;
import java.util.Map;

/** What is to be said of a stream that broke off. Pure. */
final class BreakOff {
  static final Fault NOT_KEPT =
      Fault.of(FailureKind.PROVIDER_ERROR, "the worker stopped before the answer was kept");

  private static final ObjectMapper JSON = new ObjectMapper();

  private BreakOff() {}

  static Fault tooLarge(String message) {
    return Fault.of(FailureKind.PROVIDER_ERROR, message);
  }

  /** Nothing came for too long. */
  static Fault silent(Deadlines deadlines, long ticks) {
    return Fault.of(
        FailureKind.TIMEOUT,
        ticks >= deadlines.total()
            ? "the stream was not complete within its total time"
            : "no token for " + deadlines.idleNanos() / 1_000_000 + " ms");
  }

  /**
   * What a call used that did not come to its end. Providers that count on the way tell at least
   * one token for each piece; some tell a first figure and the rest only at the end.
   *
   * @param told what the provider has counted
   */
  static TokenUsage used(Dialect.Call call, StreamDecoder decoder, TokenUsage told) {
    if (told.output() > 0 && told.output() >= decoder.pieces()) {
      return told;
    }
    TokenUsage estimate = UsageEstimate.of(call, decoder.tokensSoFar());
    return told.input() == 0 ? estimate : told.withOutput(estimate.output()).asEstimate();
  }

  /** For the ingress, should nobody go on: {@code {"status":…,"type":…,"code":…,"message":…}}. */
  static byte[] told(Fault fault) {
    boolean timeout = fault.kind() == FailureKind.TIMEOUT;
    try {
      return JSON.writeValueAsBytes(
          Map.of(
              "status",
              timeout ? 504 : 502,
              "type",
              "server_error",
              "code",
              timeout ? "timeout" : "upstream_failed",
              "message",
              "the answer broke off: " + Delivery.cut(fault.message())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts is always JSON", e);
    }
  }
}
