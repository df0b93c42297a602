package dev.strowger.router;

import dev.strowger.facts.DecisionRecordOf;
import dev.strowger.facts.Explanation;
import dev.strowger.facts.PlanOf;
import dev.strowger.policy.CallFacts;
import dev.strowger.policy.Decision;
import dev.strowger.policy.Policy;
import dev.strowger.quota.Verdict;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.LimitScope;
import dev.strowger.records.OpenRequest;
import dev.strowger.records.Plan;
import dev.strowger.records.RateLimits;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Reservation;
import dev.strowger.records.RoutedRecord;
import dev.strowger.topics.RegistryException;
import dev.strowger.topics.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a request and the policy in force into a ruling. Touches no topic and no store. */
final class Routing {
  private static final Logger log = LoggerFactory.getLogger(Routing.class);
  private static final long POLICY_RETRY_MS = 5_000;

  private final Supplier<Optional<PolicyInForce>> policies;
  private final Surroundings surroundings;
  private final Encoders encoders;

  /**
   * @param policies the policy in force
   */
  Routing(
      Supplier<Optional<PolicyInForce>> policies, Surroundings surroundings, Encoders encoders) {
    this.policies = policies;
    this.surroundings = surroundings;
    this.encoders = encoders;
  }

  /**
   * @param at when the request was recorded
   * @param now whose deadline has passed by now is not routed any more
   * @param allowance what its caller may still use
   */
  Ruling rule(RequestRecord request, Instant at, Instant now, Allowance allowance) {
    Optional<PolicyInForce> policy = policies.get();
    String version = policy.map(p -> p.policy().version()).orElse("");
    Refusal refusal = new Refusal(request, version, at, now);
    try {
      if (request.getDeadline().isBefore(now)) {
        return refusal.expired();
      }
      return policy
          .map(p -> decided(p, request, at, refusal, allowance))
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

  private Ruling decided(
      PolicyInForce inForce,
      RequestRecord request,
      Instant at,
      Refusal refusal,
      Allowance allowance) {
    CallFacts call = inForce.call(request, at, surroundings.at(at));
    Draft draft = draft(inForce.policy(), call, request, Set.of(), allowance);
    if (draft instanceof Draft.Unaffordable unaffordable) {
      draft =
          Spent.of(request, unaffordable.verdict())
              .map(
                  spent ->
                      draft(
                          inForce.policy(),
                          call.under(spent.thrift()),
                          request,
                          spent.scopes(),
                          allowance))
              .filter(Draft.Affordable.class::isInstance)
              .orElse(draft);
    }
    return switch (draft) {
      case Draft.Refused(Decision.Refused refused, DecisionRecord record) ->
          refusal.byPolicy(refused, record);
      case Draft.NotAllowed(String route) -> refusal.routeNotAllowed(route);
      case Draft.Unaffordable(Verdict verdict) -> refusal.limited(verdict);
      case Draft.Affordable affordable -> routed(affordable, request, at, refusal);
    };
  }

  private Draft draft(
      Policy policy,
      CallFacts call,
      RequestRecord request,
      Set<LimitScope> thrifty,
      Allowance allowance) {
    Decision decision = policy.decide(call);
    DecisionRecord record = DecisionRecordOf.of(request, call, policy.version(), decision);
    return switch (decision) {
      case Decision.Refused refused -> new Draft.Refused(refused, record);
      case Decision.Planned planned -> {
        if (!AllowedRoutes.contain(request.getAllowedRoutes(), planned.route())) {
          yield new Draft.NotAllowed(planned.route());
        }
        Plan plan = plan(planned, policy.version(), request, call.at());
        Admission admission = allowance.admit(request, plan, call.at(), thrifty);
        yield admission.verdict().fits()
            ? new Draft.Affordable(planned, plan, record, admission)
            : new Draft.Unaffordable(admission.verdict());
      }
    };
  }

  private Ruling routed(
      Draft.Affordable draft, RequestRecord request, Instant at, Refusal refusal) {
    Verdict verdict = draft.admission().verdict();
    RateLimits rates = verdict.rateLimits();
    Plan plan =
        rates == null ? draft.plan() : Plan.newBuilder(draft.plan()).setRateLimits(rates).build();
    byte[] bytes =
        encoders.routed().apply(new RoutedRecord(request, plan, 0, List.of(), false, false, null));
    if (bytes.length > encoders.maxRecordBytes()) {
      return refusal.tooLarge(encoders.maxRecordBytes());
    }
    OpenRequest open = open(request, plan, draft.admission().estimate().reservation());
    return new Ruling.Routed(
        new Outgoing(Topics.routed(plan.getSteps().getFirst().getPool()).name(), bytes),
        open,
        draft.record(),
        Copies.of(draft.planned(), plan.getPolicyVersion(), request, at, encoders),
        OpenTrail.reserved(request.getRequestId(), open, at),
        verdict);
  }

  private Plan plan(Decision.Planned planned, String version, RequestRecord request, Instant at) {
    String explanation = request.getExplain() ? Explanation.of(planned) : "";
    return PlanOf.planned(planned, version, surroundings.cacheLives(at), explanation);
  }

  private static OpenRequest open(RequestRecord request, Plan plan, Reservation reservation) {
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
        plan.getArm(),
        reservation,
        request.getFacts().getUser(),
        request.getFacts().getTags(),
        "");
  }
}
