package dev.strowger.router;

import dev.strowger.records.Attempt;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.OpenAttempt;
import dev.strowger.records.OpenRequest;
import dev.strowger.records.Outcome;
import dev.strowger.records.PathStep;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the attempts at an open request add up to. */
final class OpenTrail {
  /** Further attempts still become events, but are not kept with the open request. */
  static final int MAX_ATTEMPTS = 64;

  private OpenTrail() {}

  /** A claim with what only its plan says, which not everybody who claims has seen. */
  static EventRecord of(OpenRequest request, EventRecord claim) {
    return new EventRecord(
        claim.getEventId(),
        claim.getRequestId(),
        request.getTenant(),
        request.getCredentialId(),
        claim.getAt(),
        claim.getOperation(),
        claim.getRequestedModel(),
        claim.getRoute(),
        claim.getPolicyVersion(),
        claim.getStream(),
        claim.getDetail() instanceof Terminal terminal
            ? hashed(terminal, request.getDecisionHash())
            : claim.getDetail(),
        request.getTeam(),
        request.getExperiment(),
        request.getArm(),
        request.getUser(),
        request.getTags());
  }

  /** The event of what is set aside for a request. */
  static EventRecord reserved(String requestId, OpenRequest request, Instant at) {
    return event(
        requestId + "/reserve",
        requestId,
        request,
        at,
        Objects.requireNonNull(request.getReservation()));
  }

  /** A terminal that says which decision its request went by. */
  static Terminal hashed(Terminal terminal, String decisionHash) {
    return Terminal.newBuilder(terminal).setDecisionHash(decisionHash).build();
  }

  static EventRecord hashed(EventRecord end, String decisionHash) {
    return EventRecord.newBuilder(end)
        .setDetail(hashed((Terminal) end.getDetail(), decisionHash))
        .build();
  }

  static boolean has(OpenRequest request, String eventId) {
    return request.getAttempts().stream().anyMatch(a -> a.getEventId().equals(eventId));
  }

  static OpenRequest with(OpenRequest request, String eventId, Attempt attempt) {
    if (request.getAttempts().size() >= MAX_ATTEMPTS) {
      return request;
    }
    List<OpenAttempt> attempts = new ArrayList<>(request.getAttempts());
    attempts.add(
        new OpenAttempt(
            eventId,
            new PathStep(
                attempt.getProvider(),
                attempt.getModel(),
                attempt.getResult(),
                attempt.getMessage(),
                attempt.getLatencyUs(),
                attempt.getUsage(),
                attempt.getCostMicros()),
            attempt.getUsage(),
            attempt.getCostMicros(),
            attempt.getCurrency()));
    return OpenRequest.newBuilder(request).setAttempts(attempts).build();
  }

  /** The event that ends a request nobody ended. */
  static EventRecord expired(String requestId, OpenRequest request, Instant now, Duration grace) {
    List<OpenAttempt> attempts = request.getAttempts();
    long totalUs = Math.max(0, now.toEpochMilli() * 1000 - request.getReceivedAtUs());
    long providerUs =
        Math.min(totalUs, attempts.stream().mapToLong(a -> a.getTried().getLatencyUs()).sum());
    Terminal terminal =
        Terminal.newBuilder()
            .setOutcome(Outcome.ABANDONED)
            .setUsage(usage(attempts))
            .setCostMicros(attempts.stream().mapToLong(OpenAttempt::getCostMicros).sum())
            .setCurrency(attempts.isEmpty() ? "USD" : attempts.getLast().getCurrency())
            .setFailure("expired")
            .setMessage("no outcome until " + grace.toSeconds() + " s after the deadline")
            .setProviderUs(providerUs)
            .setOverheadUs(totalUs - providerUs)
            .setTotalUs(totalUs)
            .setPath(attempts.stream().map(OpenAttempt::getTried).toList())
            .setDecisionHash(request.getDecisionHash())
            .build();
    return event(requestId + "/end", requestId, request, now, terminal);
  }

  private static EventRecord event(
      String eventId, String requestId, OpenRequest request, Instant at, Object detail) {
    return new EventRecord(
        eventId,
        requestId,
        request.getTenant(),
        request.getCredentialId(),
        at,
        request.getOperation(),
        request.getModel(),
        request.getRoute(),
        request.getPolicyVersion(),
        request.getStream(),
        detail,
        request.getTeam(),
        request.getExperiment(),
        request.getArm(),
        request.getUser(),
        request.getTags());
  }

  static ReplyRecord expiredReply(String requestId, OpenRequest request) {
    return new ReplyRecord(
        requestId,
        request.getRoute(),
        "",
        "",
        request.getAttempts().size(),
        false,
        new Failure(
            504,
            Refusal.SERVER,
            "expired",
            null,
            "No model answered within the time of the request.",
            null),
        List.of(),
        "",
        "",
        null);
  }

  private static Usage usage(List<OpenAttempt> attempts) {
    Usage sum = Usage.newBuilder().build();
    for (OpenAttempt attempt : attempts) {
      Usage u = attempt.getUsage();
      sum =
          new Usage(
              sum.getInputTokens() + u.getInputTokens(),
              sum.getOutputTokens() + u.getOutputTokens(),
              sum.getCachedInputTokens() + u.getCachedInputTokens(),
              sum.getCacheWriteTokens() + u.getCacheWriteTokens(),
              sum.getReasoningTokens() + u.getReasoningTokens(),
              sum.getEstimated() || u.getEstimated(),
              sum.getImageTokens() + u.getImageTokens(),
              sum.getAudioInputTokens() + u.getAudioInputTokens(),
              sum.getAudioOutputTokens() + u.getAudioOutputTokens(),
              sum.getCacheWriteLongTokens() + u.getCacheWriteLongTokens());
    }
    return sum;
  }
}
