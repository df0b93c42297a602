package dev.strowger.worker;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.records.Plan;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.ShadowRecord;
import dev.strowger.records.ShadowResult;
import dev.strowger.topics.Body;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Calls a target with a copy of a request, once. Nobody waits: it is asked for a whole answer, with
 * a deadline of its own, outside the guards, permits and figures of the calls that count.
 */
final class ShadowTrial {
  /** A copy that takes longer is given up. */
  static final Duration LONGEST = Duration.ofMinutes(2);

  static final String ANSWERED = "answered";
  static final String SKIPPED = "skipped";

  private final Upstream upstream;
  private final ShadowBudget budget;
  private final Shields shields;
  private final Predicate<PlanStep> down;
  private final TimeSource time;

  /**
   * @param down whether a target is to be left alone now
   */
  ShadowTrial(Upstream upstream, ShadowBudget budget, Predicate<PlanStep> down, TimeSource time) {
    this.upstream = upstream;
    this.budget = budget;
    this.shields = new Shields(new ClientCalls(upstream.limits().maxBodyBytes()));
    this.down = down;
    this.time = time;
  }

  ShadowResult run(ShadowRecord copy, CancelToken token) throws InterruptedException {
    if (down.test(copy.getStep())) {
      return skipped(copy, "the target is down");
    }
    Optional<String> refusal = budget.refuse(copy, time.now());
    if (refusal.isPresent()) {
      return skipped(copy, refusal.get());
    }
    Delivery bare = delivery(copy, time.now());
    Delivery delivery = bare.shielded(shields.of(bare));
    if (delivery.shield().refusal().isPresent()) {
      return skipped(copy, "a guardrail of the route refuses the request");
    }
    Stopwatch watch = new Stopwatch(time);
    CallOutcome outcome = call(delivery, watch, token);
    watch.stop();
    Cost cost = Cost.of(outcome.usage(), copy.getStep().getPrice());
    Attempted attempted =
        new Attempted(delivery, watch, outcome, cost, upstream.access().simulated());
    return result(copy, attempted);
  }

  private CallOutcome call(Delivery delivery, Stopwatch watch, CancelToken token)
      throws InterruptedException {
    Deadlines deadlines = Deadlines.of(delivery, watch.startTicks(), watch.startedAt());
    Dialect.Call call = new ClientCalls(upstream.limits().maxBodyBytes()).of(delivery);
    return switch (upstream.dialect().encode(call, upstream.provider())) {
      case Dialect.Encoding.Unsendable(Fault fault) -> Upstream.failed(fault);
      case Dialect.Encoding.Known(Dialect.Decoding.Answered known) ->
          new CallOutcome.Answered(known.body(), known.finishReason(), known.usage(), List.of());
      case Dialect.Encoding.Sendable(ProviderRequest request, var dropped) ->
          send(
              request,
              new AskedCall(delivery, call, Optional.empty(), dropped, AskedCall.Then.KEEP),
              deadlines,
              token);
    };
  }

  private CallOutcome send(
      ProviderRequest request, AskedCall asked, Deadlines deadlines, CancelToken token)
      throws InterruptedException {
    return switch (upstream
        .client()
        .send(request, asked.delivery().requestId(), deadlines, token)) {
      case ProviderClient.Sent.Failed failed -> Upstream.failed(failed, asked);
      case ProviderClient.Sent.Overdue(Fault fault, var future) -> {
        future.cancel(true);
        yield Upstream.failed(fault);
      }
      case ProviderClient.Sent.Responded(ProviderResponse response) ->
          upstream.answer(response, asked, deadlines, body -> response.pieces().release());
    };
  }

  /** The copy as if a client had asked for a whole answer just now. */
  private static Delivery delivery(ShadowRecord copy, Instant now) {
    RequestRecord request =
        RequestRecord.newBuilder(copy.getRequest())
            .setRequestId(copy.getRequest().getRequestId() + "~" + copy.getShadow())
            .setStream(false)
            .setStore(false)
            .setIdempotencyKey(null)
            .setDeadline(now.plus(LONGEST))
            .build();
    Plan plan =
        Plan.newBuilder()
            .setRoute(copy.getRoute())
            .setPolicyVersion(copy.getPolicyVersion())
            .setSteps(List.of(copy.getStep()))
            .setRedaction(copy.getRedaction())
            .setGuardrails(copy.getGuardrails())
            .build();
    return new Delivery(
        new RoutedRecord(request, plan, 0, List.of(), false, false, null),
        new RecordHeaders(),
        now);
  }

  private ShadowResult skipped(ShadowRecord copy, String why) {
    return head(copy)
        .setResult(SKIPPED)
        .setMessage(why)
        .setUsage(Tokens.record(TokenUsage.NONE))
        .setSimulated(upstream.access().simulated())
        .build();
  }

  private ShadowResult result(ShadowRecord copy, Attempted attempted) {
    ShadowResult.Builder result =
        head(copy)
            .setResult(attempted.result())
            .setMessage(attempted.message())
            .setUsage(attempted.usage())
            .setCostMicros(attempted.cost().micros())
            .setCurrency(attempted.cost().currency())
            .setPriced(attempted.cost().priced())
            .setSimulated(attempted.simulated())
            .setLatencyUs(attempted.watch().latencyUs());
    if (attempted.outcome() instanceof CallOutcome.Answered answered) {
      Body packed = Body.pack(answered.body());
      result.setBodyEncoding(packed.encoding()).setBody(packed.bytes());
    }
    return result.build();
  }

  private ShadowResult.Builder head(ShadowRecord copy) {
    RequestRecord request = copy.getRequest();
    return ShadowResult.newBuilder()
        .setRequestId(request.getRequestId())
        .setTenant(request.getTenant())
        .setCredentialId(request.getCredentialId())
        .setTeam(request.getTeam())
        .setShadow(copy.getShadow())
        .setRoute(copy.getRoute())
        .setPolicyVersion(copy.getPolicyVersion())
        .setAt(time.now())
        .setProvider(copy.getStep().getProvider())
        .setModel(copy.getStep().getModel());
  }
}
