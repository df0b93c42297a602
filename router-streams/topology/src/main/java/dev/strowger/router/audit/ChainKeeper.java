package dev.strowger.router.audit;

import dev.strowger.audit.Chain;
import dev.strowger.audit.CheckpointSigner;
import dev.strowger.audit.Head;
import dev.strowger.records.AuditHead;
import dev.strowger.records.AuditRecord;
import dev.strowger.records.DeadLetter;
import dev.strowger.topics.RecordSerdes;
import dev.strowger.topics.Topics;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Adds each entry to its tenant's chain, whose head is in the store. A checkpoint follows after so
 * many links, or when the first link that none covers has waited long enough.
 */
final class ChainKeeper implements Processor<String, Entry, String, byte[]> {
  static final String STORE = "audit-heads";
  static final String LINKS = "audit";
  static final String DEAD_LETTERS = "audit-dead-letters";

  /** More chains wait for the next sweep, so that no sweep holds up the traffic. */
  static final int MAX_PER_SWEEP = 500;

  private final TrailTerms terms;
  private final Serializer<AuditRecord> links;
  private final Serializer<DeadLetter> letters;
  private ProcessorContext<String, byte[]> context;
  private KeyValueStore<String, AuditHead> heads;

  /** Tenants with links that no checkpoint covers, and since when; the oldest first. */
  private final Map<String, Long> unsigned = new LinkedHashMap<>();

  @SuppressWarnings("NullAway.Init") // Streams calls init before anything else.
  ChainKeeper(TrailTerms terms, RecordSerdes serdes) {
    this.terms = terms;
    this.links = serdes.serializer(Topics.AUDIT);
    this.letters = serdes.serializer(Topics.DEAD_LETTERS);
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    this.context = context;
    this.heads = context.getStateStore(STORE);
    unsigned.clear();
    if (terms.signer().isPresent()) {
      findUnsigned(context.currentSystemTimeMs());
      context.schedule(terms.interval().dividedBy(4), PunctuationType.WALL_CLOCK_TIME, this::sweep);
    }
  }

  private void findUnsigned(long nowMs) {
    try (KeyValueIterator<String, AuditHead> all = heads.all()) {
      while (all.hasNext()) {
        KeyValue<String, AuditHead> head = all.next();
        if (head.value.getSequence() > head.value.getSigned()) {
          unsigned.put(head.key, nowMs);
        }
      }
    }
  }

  @Override
  public void process(Record<String, Entry> record) {
    switch (record.value()) {
      case Entry.Happened(SpecificRecord what) ->
          append(record.key(), what, record.timestamp(), record.headers());
      case Entry.Unreadable(DeadLetter letter) ->
          context.forward(
              record.withValue(letters.serialize(Topics.DEAD_LETTERS.name(), letter)),
              DEAD_LETTERS);
    }
  }

  private void append(String tenant, SpecificRecord entry, long atMs, Headers headers) {
    AuditHead before = heads.get(tenant);
    AuditRecord link = Chain.next(tenant, head(before), Instant.ofEpochMilli(atMs), entry);
    write(link, headers);
    AuditHead after =
        new AuditHead(
            link.getSequence(),
            link.getHash(),
            before == null ? 0 : before.getSigned(),
            before == null ? link.getAt() : before.getSignedAt());
    terms
        .signer()
        .filter(s -> after.getSequence() - after.getSigned() >= terms.links())
        .ifPresentOrElse(
            signer -> sign(signer, tenant, after, link.getAt()),
            () -> {
              heads.put(tenant, after);
              if (terms.signer().isPresent()) {
                unsigned.putIfAbsent(tenant, context.currentSystemTimeMs());
              }
            });
  }

  private static Head head(@Nullable AuditHead head) {
    return head == null ? Head.NONE : new Head(head.getSequence(), head.getHash());
  }

  /** The checkpoint is a link itself, and covers itself as far as the next one is concerned. */
  private void sign(CheckpointSigner signer, String tenant, AuditHead head, Instant at) {
    Head last = head(head);
    AuditRecord link = Chain.next(tenant, last, at, signer.sign(tenant, last));
    write(link, new RecordHeaders());
    heads.put(
        tenant,
        new AuditHead(link.getSequence(), link.getHash(), link.getSequence(), link.getAt()));
    unsigned.remove(tenant);
  }

  private void sweep(long nowMs) {
    CheckpointSigner signer = terms.signer().orElseThrow();
    for (int i = 0; i < MAX_PER_SWEEP; i++) {
      Iterator<Map.Entry<String, Long>> oldest = unsigned.entrySet().iterator();
      if (!oldest.hasNext()) {
        return;
      }
      Map.Entry<String, Long> waiting = oldest.next();
      if (nowMs - waiting.getValue() < terms.interval().toMillis()) {
        return;
      }
      String tenant = waiting.getKey();
      sign(signer, tenant, heads.get(tenant), Instant.ofEpochMilli(nowMs));
    }
  }

  private void write(AuditRecord link, Headers headers) {
    byte[] bytes = links.serialize(Topics.AUDIT.name(), link);
    context.forward(
        new Record<>(link.getTenant(), bytes, link.getAt().toEpochMilli(), headers), LINKS);
  }
}
