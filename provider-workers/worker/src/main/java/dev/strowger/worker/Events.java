package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.records.Attempt;
import dev.strowger.records.CacheRecord;
import dev.strowger.records.CandidateAnswer;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Outcome;
import dev.strowger.records.PathStep;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Terminal;
import dev.strowger.worker.cache.Found;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes down what a worker claims to have happened. */
final class Events {
  static final String LATE = "late";

  private final TimeSource time;
  private final Supplier<String> nonces;

  /**
   * @param nonces make the ids of attempts unique over repeated deliveries
   */
  Events(TimeSource time, Supplier<String> nonces) {
    this.time = time;
    this.nonces = nonces;
  }

  EventRecord attempt(Attempted attempted) {
    Delivery delivery = attempted.delivery();
    Stopwatch watch = attempted.watch();
    Attempt attempt =
        Attempt.newBuilder()
            .setNumber(delivery.number())
            .setProvider(delivery.step().getProvider())
            .setModel(delivery.step().getModel())
            .setResult(attempted.result())
            .setHttpStatus(attempted.httpStatus().orElse(null))
            .setStartedAt(watch.startedAt())
            .setLatencyUs(watch.latencyUs())
            .setFirstTokenUs(boxed(watch.firstTokenUs()))
            .setUsage(attempted.usage())
            .setCostMicros(attempted.cost().micros())
            .setCurrency(attempted.cost().currency())
            .setPriced(attempted.cost().priced())
            .setSimulated(attempted.simulated())
            .setMessage(attempted.message())
            .build();
    String id = delivery.requestId() + "/a" + delivery.number() + "/" + nonces.get();
    return event(delivery, id, attempt);
  }

  /** An attempt whose answer came after its deadline: nobody got it, and it is paid for. */
  EventRecord late(Attempted answered) {
    EventRecord event = attempt(answered);
    Attempt late =
        Attempt.newBuilder((Attempt) event.getDetail())
            .setResult(LATE)
            .setMessage("came after its deadline")
            .build();
    return EventRecord.newBuilder(event).setDetail(late).build();
  }

  /** How the request ended with this attempt. */
  EventRecord terminal(Attempted attempted, Outcome outcome) {
    boolean answered = outcome == Outcome.ANSWERED;
    Delivery delivery = attempted.delivery();
    OptionalLong firstToken =
        attempted.watch().firstTokenSinceUs(delivery.request().getReceivedAtUs());
    Terminal.Builder terminal =
        terminal(delivery, outcome, attempted.path())
            .setProvider(answered ? delivery.step().getProvider() : "")
            .setModel(answered ? delivery.step().getModel() : "")
            .setCurrency(attempted.cost().currency())
            .setSimulated(attempted.simulated())
            .setFinishReason(attempted.finishReason())
            .setFailure(answered ? null : attempted.result())
            .setMessage(attempted.message())
            .setRescues(answered ? BrokenPath.breaks(delivery.routed().getPath()) : 0)
            .setFirstTokenUs(boxed(firstToken));
    return event(delivery, delivery.requestId() + "/end", terminal.build());
  }

  /**
   * The request was answered as another was before.
   *
   * @param delivery with the look into the cache at the end of its path
   * @param firstTokenUs from the door's receipt; empty if it was no stream
   */
  EventRecord fromCache(Delivery delivery, Found.Kept found, OptionalLong firstTokenUs) {
    CacheRecord answer = found.answer();
    Terminal terminal =
        terminal(delivery, Outcome.ANSWERED, delivery.routed().getPath())
            .setProvider(answer.getProvider())
            .setModel(answer.getModel())
            .setCurrency(answer.getCurrency())
            .setSimulated(answer.getSimulated())
            .setFinishReason(answer.getFinishReason())
            .setFirstTokenUs(boxed(firstTokenUs))
            .setCache(found.likeness().label())
            .setSavedMicros(answer.getCostMicros())
            .build();
    return event(delivery, delivery.requestId() + "/end", terminal);
  }

  /**
   * The request ended with an answer that another step had a look at.
   *
   * @param answering its step is the one that answered
   * @param watch of the giving
   */
  EventRecord given(Delivery answering, CandidateAnswer answer, Stopwatch watch) {
    List<PathStep> path = answering.routed().getPath();
    Terminal terminal =
        terminal(answering, Outcome.ANSWERED, path)
            .setProvider(answer.getProvider())
            .setModel(answer.getModel())
            .setCurrency(Cost.of(TokenUsage.NONE, answering.step().getPrice()).currency())
            .setSimulated(answer.getSimulated())
            .setFinishReason(answer.getFinishReason())
            .setRescues(BrokenPath.breaks(path))
            .setFirstTokenUs(boxed(watch.firstTokenSinceUs(answering.request().getReceivedAtUs())))
            .build();
    return event(answering, answering.requestId() + "/end", terminal);
  }

  /** How the request ended although this step was not tried. */
  EventRecord untried(Delivery delivery, Outcome outcome, String failure, String message) {
    Terminal terminal =
        terminal(delivery, outcome, delivery.routed().getPath())
            .setCurrency(Cost.of(TokenUsage.NONE, delivery.step().getPrice()).currency())
            .setFailure(failure)
            .setMessage(message)
            .build();
    return event(delivery, delivery.requestId() + "/end", terminal);
  }

  private Terminal.Builder terminal(Delivery delivery, Outcome outcome, List<PathStep> path) {
    long totalUs = Math.max(0, time.nowUs() - delivery.request().getReceivedAtUs());
    long providerUs =
        path.stream().filter(step -> !CacheStep.is(step)).mapToLong(PathStep::getLatencyUs).sum();
    return Terminal.newBuilder()
        .setOutcome(outcome)
        .setUsage(PathSums.usage(path))
        .setCostMicros(PathSums.costMicros(path))
        .setProviderUs(providerUs)
        .setTotalUs(totalUs)
        .setOverheadUs(Math.max(0, totalUs - providerUs))
        .setEscalations(escalations(path))
        .setFindings(delivery.shield().findings())
        .setRedactions(delivery.shield().redactions())
        .setPath(path);
  }

  private static int escalations(List<PathStep> path) {
    String label = FailureKind.NOT_ACCEPTED.label();
    return (int) path.stream().filter(step -> step.getResult().equals(label)).count();
  }

  private EventRecord event(Delivery delivery, String id, Object detail) {
    RequestRecord request = delivery.request();
    return EventRecord.newBuilder()
        .setEventId(id)
        .setRequestId(request.getRequestId())
        .setTenant(request.getTenant())
        .setCredentialId(request.getCredentialId())
        .setAt(time.now())
        .setOperation(request.getOperation())
        .setRequestedModel(request.getModel())
        .setRoute(delivery.routed().getPlan().getRoute())
        .setPolicyVersion(delivery.routed().getPlan().getPolicyVersion())
        .setStream(request.getStream())
        .setDetail(detail)
        .setTeam(request.getTeam())
        .setExperiment(delivery.routed().getPlan().getExperiment())
        .setArm(delivery.routed().getPlan().getArm())
        .setUser(request.getFacts().getUser())
        .setTags(request.getFacts().getTags())
        .build();
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? (Long) value.getAsLong() : null;
  }
}
