package dev.strowger.router.audit;

import dev.strowger.facts.PlanOf;
import dev.strowger.records.AuditedRequest;
import dev.strowger.records.EventRecord;
import dev.strowger.records.PathStep;
import dev.strowger.records.Terminal;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Ended requests as the audit trail tells of them. Pure. */
final class Ended {
  /** How workers begin the message of a step that was passed over without a call. */
  private static final String NOT_ASKED = "not asked: ";

  private Ended() {}

  /** Empty for all but terminals. */
  static Optional<SpecificRecord> entry(EventRecord event) {
    return event.getDetail() instanceof Terminal terminal
        ? Optional.of(request(event, terminal))
        : Optional.empty();
  }

  private static AuditedRequest request(EventRecord event, Terminal terminal) {
    return AuditedRequest.newBuilder()
        .setRequestId(event.getRequestId())
        .setCredentialId(event.getCredentialId())
        .setTeam(event.getTeam())
        .setUser(event.getUser())
        .setTags(event.getTags())
        .setOperation(event.getOperation())
        .setRequestedModel(event.getRequestedModel())
        .setRoute(event.getRoute())
        .setPolicyVersion(event.getPolicyVersion())
        .setDecisionHash(terminal.getDecisionHash())
        .setProvider(terminal.getProvider())
        .setModel(terminal.getModel())
        .setOutcome(terminal.getOutcome())
        .setFailure(terminal.getFailure() == null ? "" : terminal.getFailure())
        .setReceivedAt(
            event
                .getAt()
                .minus(terminal.getTotalUs(), ChronoUnit.MICROS)
                .truncatedTo(ChronoUnit.MILLIS))
        .setTotalUs(terminal.getTotalUs())
        .setAttempts((int) terminal.getPath().stream().filter(Ended::called).count())
        .setUsage(terminal.getUsage())
        .setCostMicros(terminal.getCostMicros())
        .setCurrency(terminal.getCurrency())
        .setPromptHash(terminal.getPromptHash())
        .setAnswerHash(terminal.getAnswerHash())
        .setFindings(terminal.getFindings())
        .setRedactions(terminal.getRedactions())
        .setCache(terminal.getCache())
        .setPath(path(terminal))
        .build();
  }

  private static boolean called(PathStep step) {
    return !step.getMessage().startsWith(NOT_ASKED) && !step.getProvider().equals(PlanOf.CACHE);
  }

  /**
   * Messages of providers may repeat words of a prompt, and nothing is ever taken out of a chain.
   */
  private static List<PathStep> path(Terminal terminal) {
    return terminal.getPath().stream()
        .map(step -> PathStep.newBuilder(step).setMessage("").build())
        .toList();
  }
}
