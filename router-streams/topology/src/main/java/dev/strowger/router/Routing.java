package dev.strowger.router;

import dev.strowger.policy.CallFacts;
import dev.strowger.policy.Decision;
import dev.strowger.policy.Policy;
import dev.strowger.records.OpenRequest;
import dev.strowger.records.Plan;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.topics.RegistryException;
import dev.strowger.topics.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a request and the policy in force into a ruling. Touches no topic and no store. */
final class Routing {
  private static final Logger log = LoggerFactory.getLogger(Routing.class);
  private static final long POLICY_RETRY_MS = 5_000;

  private final Supplier<Optional<Policy>> policies;
  private final Function<Instant, Map<String, String>> down;
  private final Function<RoutedRecord, byte[]> encoder;
  private final int maxRecordBytes;

  /**
   * @param policies the policy in force
   * @param down why providers and targets cannot be asked at a time
   * @param maxRecordBytes a routed record that is longer would not be taken by its topic
   */
  Routing(
      Supplier<Optional<Policy>> policies,
      Function<Instant, Map<String, String>> down,
      Function<RoutedRecord, byte[]> encoder,
      int maxRecordBytes) {
    this.policies = policies;
    this.down = down;
    this.encoder = encoder;
    this.maxRecordBytes = maxRecordBytes;
  }

  /**
   * @param at when the request was recorded
   * @param now whose deadline has passed by now is not routed any more
   */
  Ruling rule(RequestRecord request, Instant at, Instant now) {
    Optional<Policy> policy = policies.get();
    Refusal refusal = new Refusal(request, policy.map(Policy::version).orElse(""), at, now);
    try {
      if (request.getDeadline().isBefore(now)) {
        return refusal.expired();
      }
      return policy
          .map(p -> decided(p, request, at, refusal))
          .orElseGet(() -> refusal.noPolicy(POLICY_RETRY_MS));
    } catch (RegistryException e) {
      throw e; // Not the request's fault: the task is tried again.
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("requestId", request.getRequestId())
          .setCause(e)
          .log("request could not be routed");
      return refusal.bug(e.getClass().getName());
    }
  }

  private Ruling decided(Policy policy, RequestRecord request, Instant at, Refusal refusal) {
    Decision decision =
        policy.decide(
            CallFacts.plain(
                request.getRequestId(),
                request.getTenant(),
                request.getModel(),
                request.getStream(),
                down.apply(at)));
    return switch (decision) {
      case Decision.Refused refused -> refusal.byPolicy(refused);
      case Decision.Planned planned -> routed(planned, policy.version(), request, at, refusal);
    };
  }

  private Ruling routed(
      Decision.Planned planned,
      String version,
      RequestRecord request,
      Instant at,
      Refusal refusal) {
    Plan plan = Decisions.plan(planned, version);
    byte[] bytes = encoder.apply(new RoutedRecord(request, plan, 0, List.of(), false, false, null));
    if (bytes.length > maxRecordBytes) {
      return refusal.tooLarge(maxRecordBytes);
    }
    return new Ruling.Routed(
        new Outgoing(Topics.routed(plan.getSteps().getFirst().getPool()).name(), bytes),
        open(request, plan),
        Decisions.record(request, at, planned.route(), version, planned.candidates(), null));
  }

  private static OpenRequest open(RequestRecord request, Plan plan) {
    return new OpenRequest(
        request.getTenant(),
        request.getCredentialId(),
        request.getOperation(),
        request.getModel(),
        request.getStream(),
        plan.getRoute(),
        plan.getPolicyVersion(),
        request.getReceivedAtUs(),
        request.getDeadline(),
        request.getReplyTo(),
        List.of(),
        request.getTeam(),
        plan.getExperiment(),
        plan.getArm());
  }
}
