package dev.strowger.router;

import dev.strowger.records.Attempt;
import dev.strowger.records.DeadLetter;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EndedRequest;
import dev.strowger.records.EventRecord;
import dev.strowger.records.IdempotentRequest;
import dev.strowger.records.LedgerEntry;
import dev.strowger.records.OpenRequest;
import dev.strowger.records.Outcome;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Terminal;
import dev.strowger.router.Outlets.Origin;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Opens a request when it is routed and closes it with its one terminal event: the first that a
 * worker or a door claims, or its own when the time of the request is over. A request that a client
 * repeats with the same Idempotency-Key is not routed again.
 */
final class Ledger implements Processor<String, Inbound, String, Outgoing> {
  static final String STORE = "open-requests";

  /** More overdue requests wait for the next sweep, so that no sweep holds up the traffic. */
  static final int MAX_PER_SWEEP = 1000;

  private final LedgerParts parts;
  private final RouterMeters meters;
  private final Routing routing;
  private ProcessorContext<String, Outgoing> context;
  private OpenRequests requests;
  private IdempotencyKeys keys;
  private Outlets outlets;
  private Quota quota;

  @SuppressWarnings("NullAway.Init") // Streams calls init before anything else.
  Ledger(LedgerParts parts) {
    this.parts = parts;
    this.meters = parts.meters();
    this.routing = parts.routing();
  }

  @Override
  public void init(ProcessorContext<String, Outgoing> context) {
    this.context = context;
    KeyValueStore<String, LedgerEntry> store = context.getStateStore(STORE);
    this.requests = new OpenRequests(store, parts.terms());
    this.keys =
        new IdempotencyKeys(
            context.getStateStore(IdempotencyKeys.STORE), parts.terms().idempotency());
    this.outlets = new Outlets(context, parts.serdes(), parts.topicExists());
    this.quota = Quota.of(context, meters);
    context.schedule(parts.terms().sweepInterval(), PunctuationType.WALL_CLOCK_TIME, this::sweep);
    meters.open(context.taskId().toString(), requests.openCount());
  }

  @Override
  public void close() {
    meters.open(context.taskId().toString(), 0);
  }

  @Override
  public void process(Record<String, Inbound> record) {
    Origin origin = new Origin(record.timestamp(), record.headers());
    switch (record.value()) {
      case Inbound.Asked(RequestRecord request) -> asked(origin, request);
      case Inbound.Claimed(EventRecord event) -> claimed(origin, event);
      case Inbound.Unreadable(DeadLetter letter) -> bury(origin, record.key(), letter);
    }
  }

  private void asked(Origin origin, RequestRecord request) {
    if (requests.find(request.getRequestId()).isPresent()) {
      meters.request("duplicate");
      return;
    }
    Instant at = Instant.ofEpochMilli(origin.timestampMs());
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    Optional<IdempotentRequest> first = keys.first(request, at);
    if (first.isPresent()) {
      repeated(origin, request, first.get(), new Refusal(request, "", at, now));
      return;
    }
    switch (routing.rule(request, at, now, quota)) {
      case Ruling.Routed routed -> {
        route(origin, request.getRequestId(), routed);
        keys.remember(request, at);
        meters.request("routed");
      }
      case Ruling.Refused refused -> {
        refuse(origin, request, refused);
        meters.request("refused");
      }
    }
  }

  private void repeated(
      Origin origin, RequestRecord request, IdempotentRequest first, Refusal refusal) {
    if (first.getRequestId().equals(request.getRequestId())) {
      meters.request("duplicate");
      return;
    }
    refuse(origin, request, refusal.repeat(first));
    meters.request("repeat");
  }

  private void route(Origin origin, String requestId, Ruling.Routed routed) {
    // First, so that a pool can begin while the rest is written.
    outlets.routed(origin, requestId, routed.routed());
    String hash = outlets.decision(origin, routed.decision());
    routed.copies().made().forEach(copy -> outlets.copy(origin, requestId, copy));
    meters.copies(routed.copies());
    requests.open(requestId, OpenRequest.newBuilder(routed.open()).setDecisionHash(hash).build());
    book(origin, routed.reservation(), Optional.empty());
    alert(origin, routed);
  }

  private void refuse(Origin origin, RequestRecord request, Ruling.Refused refused) {
    refused
        .bug()
        .ifPresent(bug -> bury(origin, request.getTenant(), letter(origin, Topics.REQUESTS, bug)));
    if (!outlets.reply(origin, request.getReplyTo().getTopic(), refused.reply())) {
      meters.replyWithoutReader();
    }
    String hash = outlets.decision(origin, refused.decision());
    book(origin, OpenTrail.hashed(refused.terminal(), hash), Optional.empty());
    alert(origin, refused);
    requests.end(request.getRequestId(), Instant.ofEpochMilli(origin.timestampMs()));
    meters.terminal((Terminal) refused.terminal().getDetail());
  }

  private void claimed(Origin origin, EventRecord event) {
    Optional<LedgerEntry> entry = requests.find(event.getRequestId());
    Optional<OpenRequest> open =
        entry.map(LedgerEntry::getState).map(s -> s instanceof OpenRequest o ? o : null);
    if (event.getDetail() instanceof Attempt attempt) {
      Optional<EndedRequest> ended =
          entry.map(LedgerEntry::getState).map(s -> s instanceof EndedRequest e ? e : null);
      attempted(origin, event, attempt, open, ended);
    } else if (open.isPresent()) {
      Terminal terminal = (Terminal) event.getDetail();
      book(origin, OpenTrail.of(open.get(), event), open);
      requests.end(event.getRequestId(), Instant.ofEpochMilli(origin.timestampMs()));
      keys.ended(event.getRequestId(), terminal.getOutcome() == Outcome.ANSWERED);
      meters.terminal(terminal);
    } else if (entry.isPresent()) {
      meters.dropped("late");
    } else {
      meters.dropped("unknown");
      bury(
          origin,
          event.getTenant(),
          letter(origin, Topics.OUTCOMES, "no request " + event.getRequestId() + " is known"));
    }
  }

  /**
   * Attempts cost money whenever they arrive, so they are events even if their request is not open.
   */
  private void attempted(
      Origin origin,
      EventRecord event,
      Attempt attempt,
      Optional<OpenRequest> open,
      Optional<EndedRequest> ended) {
    if (open.isPresent() && OpenTrail.has(open.get(), event.getEventId())) {
      meters.dropped("repeated");
      return;
    }
    if (ended.isPresent()
        && !requests.late(event.getRequestId(), ended.get(), event.getEventId())) {
      meters.dropped("repeated");
      return;
    }
    book(origin, open.map(request -> OpenTrail.of(request, event)).orElse(event), open);
    open.ifPresent(
        request ->
            requests.update(
                event.getRequestId(), OpenTrail.with(request, event.getEventId(), attempt)));
  }

  private void sweep(long nowMs) {
    Instant now = Instant.ofEpochMilli(nowMs);
    Origin origin = new Origin(nowMs, new RecordHeaders());
    for (int i = 0; i < MAX_PER_SWEEP; i++) {
      Optional<OpenRequests.Overdue> overdue = requests.overdue(nowMs);
      if (overdue.isEmpty()) {
        break;
      }
      expire(origin, overdue.get(), now);
    }
    requests.forget(nowMs, MAX_PER_SWEEP * 10);
    keys.forget(context.currentStreamTimeMs(), MAX_PER_SWEEP * 10);
    meters.open(context.taskId().toString(), requests.openCount());
  }

  private void expire(Origin origin, OpenRequests.Overdue overdue, Instant now) {
    String id = overdue.requestId();
    OpenRequest request = overdue.request();
    EventRecord event = OpenTrail.expired(id, request, now, parts.terms().grace());
    book(origin, event, Optional.of(request));
    if (!outlets.reply(
        origin, request.getReplyTo().getTopic(), OpenTrail.expiredReply(id, request))) {
      meters.replyWithoutReader();
    }
    requests.end(id, now);
    keys.ended(id, false);
    meters.terminal((Terminal) event.getDetail());
  }

  /** Every event goes into the log and into the balances, the same to both. */
  private void book(Origin origin, EventRecord event, Optional<OpenRequest> open) {
    outlets.event(origin, event);
    quota.book(event, open.map(OpenRequest::getReservation));
  }

  private void alert(Origin origin, Ruling ruling) {
    DecisionRecord decision = ruling.decision();
    quota
        .alerts(decision.getTenant(), ruling.verdict(), decision.getAt())
        .forEach(alert -> outlets.alert(origin, alert));
  }

  private void bury(Origin origin, String key, DeadLetter letter) {
    meters.deadLetter(letter.getTopic());
    outlets.deadLetter(origin, key, letter);
  }

  /** Points at the record instead of repeating it: it may hold a prompt. */
  private DeadLetter letter(Origin origin, Topic<?> topic, String reason) {
    return new DeadLetter(
        topic.name(),
        context.recordMetadata().map(m -> m.partition()).orElse(-1),
        context.recordMetadata().map(m -> m.offset()).orElse(-1L),
        Instant.ofEpochMilli(origin.timestampMs()),
        reason,
        null,
        null);
  }
}
