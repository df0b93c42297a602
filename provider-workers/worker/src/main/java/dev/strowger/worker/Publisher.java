package dev.strowger.worker;

import dev.strowger.records.AuditContent;
import dev.strowger.records.CacheRecord;
import dev.strowger.records.CancelRecord;
import dev.strowger.records.DeadLetter;
import dev.strowger.records.EventRecord;
import dev.strowger.records.PlanStep;
import dev.strowger.records.ProviderHealth;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ResponseRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.ShadowResult;
import dev.strowger.records.TargetStats;
import dev.strowger.sealing.SealedException;
import dev.strowger.sealing.Sealing;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes to the log: replies, the next step of a plan, what happened. Shared by all pools. */
final class Publisher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Publisher.class);
  private static final String TRACE = "traceparent";

  private final LogWriter writer;
  private final Serializer<ReplyRecord> replies;
  private final Serializer<ResponseRecord> responses;
  private final Serializer<RoutedRecord> routed;
  private final Serializer<EventRecord> events;
  private final Serializer<ProviderHealth> health;
  private final Serializer<DeadLetter> letters;
  private final Serializer<TargetStats> stats;
  private final Serializer<CancelRecord> cancellations;
  private final Serializer<ShadowResult> shadowResults;
  private final Serializer<CacheRecord> cache;
  private final Bodies bodies;
  private final Serializer<AuditContent> contents;
  private final AuditKeeper audit;

  /** Bodies stay plain. */
  Publisher(KafkaAccess kafka, int maxBodyBytes) {
    this(kafka, maxBodyBytes, new Bodies(Sealing.off()));
  }

  Publisher(KafkaAccess kafka, int maxBodyBytes, Bodies bodies) {
    this.bodies = bodies;
    this.writer = new LogWriter(kafka, maxBodyBytes);
    // One schema subject serves all members of a family, whatever their name.
    this.replies = kafka.serdes().serializer(Topics.replies("any"));
    this.responses = kafka.serdes().serializer(Topics.RESPONSES);
    this.routed = kafka.serdes().serializer(Topics.routed("any"));
    this.events = kafka.serdes().serializer(Topics.OUTCOMES);
    this.health = kafka.serdes().serializer(Topics.PROVIDER_HEALTH);
    this.cancellations = kafka.serdes().serializer(Topics.CANCELLATIONS);
    this.shadowResults = kafka.serdes().serializer(Topics.SHADOW_RESULTS);
    this.cache = kafka.serdes().serializer(Topics.CACHE);
    this.stats = kafka.serdes().serializer(Topics.TARGET_STATS);
    this.letters = kafka.serdes().serializer(Topics.DEAD_LETTERS);
    this.contents = kafka.serdes().serializer(Topics.AUDIT_CONTENTS);
    this.audit = new AuditKeeper(maxBodyBytes, bodies);
  }

  /** Topics that will be written to; does not wait. */
  void expect(Collection<String> topics) {
    writer.expect(topics);
  }

  Bodies bodies() {
    return bodies;
  }

  /** Sent once: if it cannot be delivered, nobody can be told. */
  Future<RecordMetadata> reply(Delivery delivery, ReplyRecord reply) {
    String topic = delivery.request().getReplyTo().getTopic();
    byte[] value = replies.serialize(topic, bodies.seal(delivery.request(), reply));
    return writer.send(record(topic, delivery.requestId(), value, delivery));
  }

  /** An answer to be kept, by its own id. */
  Future<RecordMetadata> response(Delivery delivery, ResponseRecord response) {
    return writer.send(kept(delivery, response));
  }

  ProducerRecord<String, byte[]> kept(Delivery delivery, ResponseRecord response) {
    String topic = Topics.RESPONSES.name();
    byte[] value = responses.serialize(topic, bodies.seal(delivery.request(), response));
    return record(topic, response.getResponseId(), value, delivery);
  }

  /**
   * Of an end, once what is kept of its request for auditors is in the log.
   *
   * @throws InterruptedException also if this process stops before that: such an end is not claimed
   */
  ProducerRecord<String, byte[]> event(Delivery delivery, EventRecord event)
      throws InterruptedException {
    AuditKeeper.Told told =
        sealed(delivery, () -> audit.told(delivery, event))
            .orElseGet(() -> new AuditKeeper.Told(event, List.of()));
    if (!told.contents().isEmpty()
        && !writer.surely(told.contents().stream().map(this::content).toList())) {
      throw stopping();
    }
    String topic = Topics.OUTCOMES.name();
    return record(topic, event.getTenant(), events.serialize(topic, told.end()), delivery);
  }

  /**
   * What is sealed, as soon as that can be done.
   *
   * @return empty if the key is gone: nobody can ever read it
   * @throws InterruptedException also if this process stops first
   */
  <T> Optional<T> sealed(Delivery delivery, Supplier<T> sealing) throws InterruptedException {
    while (true) {
      try {
        return Optional.of(sealing.get());
      } catch (SealedException e) {
        log.atWarn()
            .addKeyValue("requestId", delivery.requestId())
            .addKeyValue("reason", e.getMessage())
            .log("what is to be kept of a request cannot be sealed");
        if (!e.passing()) {
          return Optional.empty();
        }
      }
      if (writer.closing()) {
        throw stopping();
      }
      writer.rest();
    }
  }

  private static InterruptedException stopping() {
    return new InterruptedException("this process stops before all of a request is in the log");
  }

  private ProducerRecord<String, byte[]> content(AuditContent content) {
    String topic = Topics.AUDIT_CONTENTS.name();
    return new ProducerRecord<>(topic, content.getRequestId(), contents.serialize(topic, content));
  }

  AuditKeeper audit() {
    return audit;
  }

  ProducerRecord<String, byte[]> step(Delivery delivery, RoutedRecord next) {
    PlanStep step = next.getPlan().getSteps().get(next.getStep());
    String topic = Topics.routed(step.getPool()).name();
    return record(
        topic, delivery.requestId(), routed.serialize(topic, bodies.seal(next)), delivery);
  }

  void health(ProviderHealth state) {
    String topic = Topics.PROVIDER_HEALTH.name();
    String key =
        state.getModel().isEmpty()
            ? state.getProvider()
            : TargetHealth.name(state.getProvider(), state.getModel());
    Future<RecordMetadata> _ =
        writer.send(
            new ProducerRecord<>(topic, key, health.serialize(topic, state)),
            (metadata, error) -> {
              if (error != null) {
                log.atWarn()
                    .addKeyValue("provider", state.getProvider())
                    .setCause(error)
                    .log("provider health was not published");
              }
            });
  }

  ProducerRecord<String, byte[]> shadowResult(RequestRecord copied, ShadowResult result) {
    String topic = Topics.SHADOW_RESULTS.name();
    byte[] value = shadowResults.serialize(topic, bodies.seal(copied, result));
    return new ProducerRecord<>(topic, result.getRequestId(), value);
  }

  /**
   * Sends without waiting for the acknowledgement.
   *
   * @param answer null: what was kept is deleted
   * @param failed run if the log does not take it
   */
  void cache(String key, @Nullable CacheRecord answer, Runnable failed) {
    String topic = Topics.CACHE.name();
    byte[] value = answer == null ? null : cache.serialize(topic, answer);
    Future<RecordMetadata> _ =
        writer.send(
            new ProducerRecord<>(topic, key, value),
            (metadata, error) -> {
              if (error != null) {
                failed.run();
                log.atWarn().addKeyValue("topic", topic).setCause(error).log("answer not kept");
              }
            });
  }

  /** Sends without waiting: the next ones say it again. */
  void stats(TargetStats told) {
    String topic = Topics.TARGET_STATS.name();
    String key = TargetHealth.name(told.getProvider(), told.getModel()) + "/" + told.getInstance();
    attempt(new ProducerRecord<>(topic, key, stats.serialize(topic, told)));
  }

  /** Ends the request everywhere but at this step. */
  ProducerRecord<String, byte[]> cancel(Delivery delivery, String reason, Instant at) {
    String topic = Topics.CANCELLATIONS.name();
    CancelRecord cancel =
        new CancelRecord(delivery.requestId(), reason, at, delivery.routed().getStep());
    return record(topic, delivery.requestId(), cancellations.serialize(topic, cancel), delivery);
  }

  /** Sends without waiting: what is lost so costs a call at most. */
  void attempt(ProducerRecord<String, byte[]> record) {
    writer.attempt(record);
  }

  ProducerRecord<String, byte[]> deadLetter(DeadLetter letter) {
    String topic = Topics.DEAD_LETTERS.name();
    return new ProducerRecord<>(topic, letter.getTopic(), letters.serialize(topic, letter));
  }

  /**
   * Sends all and waits for every acknowledgement, as often as it takes.
   *
   * @return false if this process is stopping and some are not acknowledged
   */
  boolean surely(List<ProducerRecord<String, byte[]>> records) throws InterruptedException {
    return writer.surely(records);
  }

  private static ProducerRecord<String, byte[]> record(
      String topic, String key, byte[] value, Delivery delivery) {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
    Header trace = delivery.headers().lastHeader(TRACE);
    if (trace != null) {
      record.headers().add(TRACE, trace.value());
    }
    return record;
  }

  @Override
  public void close() {
    writer.close();
  }
}
