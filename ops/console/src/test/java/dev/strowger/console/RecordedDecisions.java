package dev.strowger.console;

import dev.strowger.facts.CallFactsOf;
import dev.strowger.facts.DecisionRecordOf;
import dev.strowger.policy.CallFacts;
import dev.strowger.policy.Decision;
import dev.strowger.policy.Policy;
import dev.strowger.records.BodyEncoding;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Outcome;
import dev.strowger.records.ReplyAddress;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes what a router would have written, and the ends of requests. */
final class RecordedDecisions implements AutoCloseable {
  private final KafkaAccess kafka;
  private final KafkaProducer<String, byte[]> producer;
  private volatile @Nullable Exception failed;

  RecordedDecisions(KafkaAccess kafka) {
    this.kafka = kafka;
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("linger.ms", 20);
    settings.put("batch.size", 1 << 18);
    this.producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  /** A request as the door records it. */
  void ask(String requestId, String tenant, String model, Instant at) {
    send(Topics.REQUESTS, tenant, request(requestId, tenant, model, at), at);
  }

  /** A request of a tenant for a model, decided by a policy. */
  DecisionRecord decide(Policy policy, String requestId, String tenant, String model, Instant at) {
    RequestRecord request = request(requestId, tenant, model, at);
    CallFacts call =
        CallFactsOf.request(
            request,
            at,
            new CallFacts.Moment(
                Map.of(),
                Map.of(
                    "anthropic/claude-haiku-4-5", state(400),
                    "openai/gpt-4o-mini", state(900)),
                Set.of()));
    Decision decision = policy.decide(call);
    DecisionRecord record = DecisionRecordOf.of(request, call, policy.version(), decision);
    send(Topics.DECISIONS, tenant, record, at);
    return record;
  }

  /** The request was answered by whoever stood first. */
  void answered(DecisionRecord decision, long inputTokens, long outputTokens, Instant at) {
    var first =
        decision.getCandidates().stream()
            .filter(c -> c.getPosition() == 0)
            .findFirst()
            .orElseThrow();
    send(
        Topics.EVENTS,
        decision.getTenant(),
        EventRecord.newBuilder()
            .setEventId(decision.getRequestId() + "/end")
            .setRequestId(decision.getRequestId())
            .setTenant(decision.getTenant())
            .setCredentialId("cred")
            .setAt(at)
            .setOperation("chat")
            .setRequestedModel(decision.getRequestedModel())
            .setRoute(decision.getRoute())
            .setPolicyVersion(decision.getPolicyVersion())
            .setStream(false)
            .setDetail(
                Terminal.newBuilder()
                    .setOutcome(Outcome.ANSWERED)
                    .setProvider(first.getProvider())
                    .setModel(first.getModel())
                    .setUsage(
                        Usage.newBuilder()
                            .setInputTokens(inputTokens)
                            .setOutputTokens(outputTokens)
                            .build())
                    .setCostMicros(7)
                    .setTotalUs(1_000)
                    .build())
            .build(),
        at);
  }

  void flush() {
    producer.flush();
    if (failed != null) {
      throw new AssertionError(failed);
    }
  }

  private <V extends SpecificRecord> void send(Topic<V> topic, String key, V value, Instant at) {
    byte[] bytes = kafka.serdes().serializer(topic).serialize(topic.name(), value);
    var _ =
        producer.send(
            new ProducerRecord<>(topic.name(), null, at.toEpochMilli(), key, bytes),
            (metadata, failure) -> {
              if (failure != null) {
                failed = failure;
              }
            });
  }

  private static CallFacts.TargetState state(double latencyMs) {
    return new CallFacts.TargetState(latencyMs, latencyMs * 2, latencyMs / 2, 1, 100, 1, 0);
  }

  private static RequestRecord request(String id, String tenant, String model, Instant at) {
    return new RequestRecord(
        id,
        tenant,
        "cred",
        "chat",
        model,
        false,
        false,
        at,
        at.toEpochMilli() * 1000,
        at.plusSeconds(60),
        RequestFacts.newBuilder()
            .setPromptTokens(1_000)
            .setMaxOutputTokens(100L)
            .setTags(Map.of("app", "shop"))
            .setNeeds(List.of())
            .build(),
        new ReplyAddress("door-1", "llm.replies.door-1", "http://127.0.0.1:1"),
        BodyEncoding.IDENTITY,
        ByteBuffer.wrap(new byte[] {'{', '}'}),
        "chat_completions",
        false,
        false,
        null,
        "",
        "team",
        false,
        List.of(),
        List.of());
  }

  @Override
  public void close() {
    producer.close();
  }
}
