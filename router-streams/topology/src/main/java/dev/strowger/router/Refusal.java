package dev.strowger.router;

import dev.strowger.policy.Decision;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
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

  Ruling byPolicy(Decision.Refused refused) {
    String type = refused.status() < 500 ? INVALID : SERVER;
    return ruling(
        Outcome.REFUSED,
        new Failure(refused.status(), type, refused.code(), null, refused.message(), null),
        refused.candidates(),
        null);
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
        List.of(),
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
        List.of(),
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
        List.of(),
        null);
  }

  Ruling bug(String what) {
    return ruling(
        Outcome.REFUSED,
        new Failure(
            500, SERVER, "router_error", null, "The gateway could not route the request.", null),
        List.of(),
        what);
  }

  private Ruling ruling(
      Outcome outcome, Failure failure, List<Decision.Candidate> candidates, @Nullable String bug) {
    return new Ruling.Refused(
        new ReplyRecord(request.getRequestId(), "", "", "", 0, false, failure, List.of()),
        terminal(outcome, failure),
        Decisions.record(request, at, "", policyVersion, candidates, failure.getMessage()),
        Optional.ofNullable(bug));
  }

  private EventRecord terminal(Outcome outcome, Failure failure) {
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
            .setFailure(failure.getCode())
            .setMessage(failure.getMessage())
            .setOverheadUs(totalUs)
            .setTotalUs(totalUs)
            .build());
  }
}
