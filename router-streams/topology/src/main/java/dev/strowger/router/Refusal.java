package dev.strowger.router;

import dev.strowger.facts.DecisionRecordOf;
import dev.strowger.facts.Explanation;
import dev.strowger.policy.Decision;
import dev.strowger.quota.Verdict;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.IdempotentRequest;
import dev.strowger.records.Outcome;
import dev.strowger.records.Repeat;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ways a request can end before it was routed: each is one reply, one terminal event and one
 * decision.
 *
 * @param at when the request was recorded
 * @param now when it ended
 */
record Refusal(RequestRecord request, String policyVersion, Instant at, Instant now) {
  static final String INVALID = "invalid_request_error";
  static final String SERVER = "server_error";

  /** The failure of a request that gets another's answer. */
  static final String REPEAT = "repeat";

  /** OpenAI has no type of its own for what is forbidden: the status and the code say it. */
  Ruling byPolicy(Decision.Refused refused, DecisionRecord decision) {
    String type = refused.status() < 500 ? INVALID : SERVER;
    return new Ruling.Refused(
        reply(
            new Failure(refused.status(), type, refused.code(), null, refused.message(), null),
            request.getExplain() ? Explanation.of(refused) : "",
            Verdict.FREE),
        terminal(Outcome.REFUSED, refused.code(), refused.message()),
        decision,
        Optional.empty(),
        Verdict.FREE);
  }

  /** A limit of the caller's is in the way. */
  Ruling limited(Verdict verdict) {
    Failure failure = LimitFailure.of(verdict, at);
    return ruling(
        Outcome.REFUSED,
        failure,
        String.valueOf(failure.getCode()),
        failure.getMessage(),
        null,
        verdict);
  }

  /** The credential may not use the route that the policy chose. */
  Ruling routeNotAllowed(String route) {
    String message = "This API key may not use the route \"" + route + "\".";
    return ruling(
        Outcome.REFUSED, new Failure(403, INVALID, "permission_denied", null, message, null), null);
  }

  Ruling noPolicy(long retryAfterMs) {
    return ruling(
        Outcome.REFUSED,
        new Failure(
            503,
            SERVER,
            "no_policy",
            null,
            "No routing policy has been published yet.",
            retryAfterMs),
        null);
  }

  Ruling expired() {
    return ruling(
        Outcome.ABANDONED,
        new Failure(
            504,
            SERVER,
            "expired",
            null,
            "The request expired before it was routed; it waited too long in the queue.",
            null),
        null);
  }

  Ruling tooLarge(int maxRecordBytes) {
    return ruling(
        Outcome.REFUSED,
        new Failure(
            413,
            INVALID,
            "request_too_large",
            null,
            "The request with its plan is over the limit of " + maxRecordBytes + " bytes.",
            null),
        null);
  }

  /**
   * The client has asked this before.
   *
   * @param first what is known of that request
   */
  Ruling.Refused repeat(IdempotentRequest first) {
    boolean otherBody = !first.getBodyHash().equals(request.getBodyHash());
    String message =
        otherBody
            ? "Its Idempotency-Key is that of " + first.getRequestId() + ", which had another body."
            : "It repeats " + first.getRequestId() + " and gets the answer of that.";
    return ruling(
        Outcome.REFUSED,
        new Repeat(first.getRequestId(), otherBody, first.getAnswered()),
        REPEAT,
        message,
        null,
        Verdict.FREE);
  }

  Ruling bug(String what) {
    return ruling(
        Outcome.REFUSED,
        new Failure(
            500, SERVER, "router_error", null, "The gateway could not route the request.", null),
        what);
  }

  private Ruling ruling(Outcome outcome, Failure failure, @Nullable String bug) {
    String code = String.valueOf(failure.getCode());
    return ruling(outcome, failure, code, failure.getMessage(), bug, Verdict.FREE);
  }

  private Ruling.Refused ruling(
      Outcome outcome,
      Object result,
      String code,
      String message,
      @Nullable String bug,
      Verdict verdict) {
    return new Ruling.Refused(
        reply(result, "", verdict),
        terminal(outcome, code, message),
        DecisionRecordOf.refused(request, at, policyVersion, message),
        Optional.ofNullable(bug),
        verdict);
  }

  private ReplyRecord reply(Object result, String explanation, Verdict verdict) {
    return new ReplyRecord(
        request.getRequestId(),
        "",
        "",
        "",
        0,
        false,
        result,
        List.of(),
        "",
        explanation,
        verdict.rateLimits());
  }

  private EventRecord terminal(Outcome outcome, String code, String message) {
    long totalUs = Math.max(0, now.toEpochMilli() * 1000 - request.getReceivedAtUs());
    return new EventRecord(
        request.getRequestId() + "/end",
        request.getRequestId(),
        request.getTenant(),
        request.getCredentialId(),
        now,
        request.getOperation(),
        request.getModel(),
        "",
        policyVersion,
        request.getStream(),
        Terminal.newBuilder()
            .setOutcome(outcome)
            .setUsage(Usage.newBuilder().build())
            .setFailure(code)
            .setMessage(message)
            .setOverheadUs(totalUs)
            .setTotalUs(totalUs)
            .build(),
        request.getTeam(),
        "",
        "",
        request.getFacts().getUser(),
        request.getFacts().getTags());
  }
}
