package dev.strowger.simulator;

import java.time.Duration;

/** How a simulated provider behaves. Rates are shares of the calls, 0 to 1. */
public record Behaviour(Pace pace, Refusals refusals, Breaks breaks, Failures failures) {

  /**
   * @param firstToken mean time to the first token
   * @param jitter the time to the first token is within so much of the mean, evenly spread
   * @param tokensPerSecond after the first token; 0 sends all at once
   */
  public record Pace(Duration firstToken, Duration jitter, int tokensPerSecond) {
    public Pace {
      if (firstToken.isNegative() || jitter.isNegative()) {
        throw new IllegalArgumentException("ttft_ms and ttft_jitter_ms must not be negative");
      }
      if (tokensPerSecond < 0) {
        throw new IllegalArgumentException("tokens_per_second must not be negative");
      }
    }
  }

  /**
   * Calls that are answered with an error at once.
   *
   * @param errorRate how many
   * @param errorStatus HTTP status, 400 to 599
   * @param retryAfterSeconds when to come again, as the API says it; 0 leaves it out
   * @param filterRate how many a content filter stops
   * @param refusesPrefill whether a conversation must not end with the assistant's message
   */
  public record Refusals(
      double errorRate,
      int errorStatus,
      int retryAfterSeconds,
      double filterRate,
      boolean refusesPrefill) {
    public Refusals {
      share("error_rate", errorRate);
      share("filter_rate", filterRate);
      if (errorStatus < 400 || errorStatus > 599) {
        throw new IllegalArgumentException("error_status must be from 400 to 599");
      }
      if (retryAfterSeconds < 0) {
        throw new IllegalArgumentException("retry_after_s must not be negative");
      }
    }
  }

  /**
   * Calls that break.
   *
   * @param resetRate connection reset before any answer
   * @param garbageRate status 200 and a body that is no answer
   * @param cutRate connection closed in the middle of the answer
   * @param cutAfterTokens where, in a stream; an unstreamed answer is cut in its middle
   * @param hangRate silence, with the connection left open
   * @param hangAfterTokens where, in a stream; 0 is before the head of the response
   */
  public record Breaks(
      double resetRate,
      double garbageRate,
      double cutRate,
      int cutAfterTokens,
      double hangRate,
      int hangAfterTokens) {
    public Breaks {
      share("reset_rate", resetRate);
      share("garbage_rate", garbageRate);
      share("cut_rate", cutRate);
      share("hang_rate", hangRate);
      if (cutAfterTokens < 0 || hangAfterTokens < 0) {
        throw new IllegalArgumentException(
            "cut_after_tokens and hang_after_tokens must not be negative");
      }
    }
  }

  /**
   * Streams that end in an error of the API, with the status of {@link Refusals}.
   *
   * @param rate how many
   * @param afterTokens where
   */
  public record Failures(double rate, int afterTokens) {
    public Failures {
      share("stream_error_rate", rate);
      if (afterTokens < 0) {
        throw new IllegalArgumentException("stream_error_after_tokens must not be negative");
      }
    }
  }

  /** A provider at this pace without any fault. */
  public static Behaviour sound(Pace pace) {
    return new Behaviour(
        pace, new Refusals(0, 500, 0, 0, false), new Breaks(0, 0, 0, 5, 0, 0), new Failures(0, 5));
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1");
    }
  }
}
