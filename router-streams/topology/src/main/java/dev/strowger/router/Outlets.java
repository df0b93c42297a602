package dev.strowger.router;

import dev.strowger.records.DeadLetter;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.records.LimitAlert;
import dev.strowger.records.ReplyRecord;
import dev.strowger.topics.RecordSerdes;
import dev.strowger.topics.Topics;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** The ways out of the ledger, one for each sink of the topology. */
final class Outlets {
  static final String ROUTED = "routed";
  static final String SHADOW = "shadow";
  static final String DECISIONS = "decisions";
  static final String EVENTS = "events";
  static final String REPLIES = "replies";
  static final String ALERTS = "alerts";
  static final String DEAD_LETTERS = "dead-letters";

  private static final String REPLIES_FAMILY = Topics.replies("").name();

  private final ProcessorContext<String, Outgoing> context;
  private final Predicate<String> topicExists;
  private final Serializer<DecisionRecord> decisions;
  private final Serializer<EventRecord> events;
  private final Serializer<ReplyRecord> replies;
  private final Serializer<LimitAlert> alerts;
  private final Serializer<DeadLetter> letters;

  /**
   * What all records that follow from one record have in common.
   *
   * @param headers carry the trace on
   */
  record Origin(long timestampMs, Headers headers) {}

  Outlets(
      ProcessorContext<String, Outgoing> context,
      RecordSerdes serdes,
      Predicate<String> topicExists) {
    this.context = context;
    this.topicExists = topicExists;
    this.decisions = serdes.serializer(Topics.DECISIONS);
    this.events = serdes.serializer(Topics.EVENTS);
    this.replies = serdes.serializer(Topics.replies("any"));
    this.alerts = serdes.serializer(Topics.ALERTS);
    this.letters = serdes.serializer(Topics.DEAD_LETTERS);
  }

  void routed(Origin origin, String requestId, Outgoing routed) {
    forward(origin, requestId, routed, ROUTED);
  }

  void copy(Origin origin, String requestId, Outgoing copy) {
    forward(origin, requestId, copy, SHADOW);
  }

  /**
   * @return SHA-256, hex, of the record as it stands in the log
   */
  String decision(Origin origin, DecisionRecord decision) {
    String topic = Topics.DECISIONS.name();
    byte[] bytes = decisions.serialize(topic, decision);
    forward(origin, decision.getTenant(), new Outgoing(topic, bytes), DECISIONS);
    return Sha256.hex(bytes);
  }

  void alert(Origin origin, LimitAlert alert) {
    String topic = Topics.ALERTS.name();
    forward(origin, alert.getTenant(), new Outgoing(topic, alerts.serialize(topic, alert)), ALERTS);
  }

  void event(Origin origin, EventRecord event) {
    String topic = Topics.EVENTS.name();
    forward(origin, event.getTenant(), new Outgoing(topic, events.serialize(topic, event)), EVENTS);
  }

  /**
   * Sends a reply, unless its topic went away together with the ingress that waited: a record for a
   * topic that does not exist would fail the whole transaction, again and again.
   *
   * @return whether it was sent
   */
  boolean reply(Origin origin, String topic, ReplyRecord reply) {
    if (!topic.startsWith(REPLIES_FAMILY) || !topicExists.test(topic)) {
      return false;
    }
    forward(
        origin,
        reply.getRequestId(),
        new Outgoing(topic, replies.serialize(topic, reply)),
        REPLIES);
    return true;
  }

  void deadLetter(Origin origin, String key, DeadLetter letter) {
    String topic = Topics.DEAD_LETTERS.name();
    forward(origin, key, new Outgoing(topic, letters.serialize(topic, letter)), DEAD_LETTERS);
  }

  private void forward(Origin origin, String key, Outgoing value, String sink) {
    context.forward(new Record<>(key, value, origin.timestampMs(), origin.headers()), sink);
  }
}
