package dev.strowger.topics;

import dev.strowger.records.AuditContent;
import dev.strowger.records.AuditRecord;
import dev.strowger.records.AuditedAction;
import dev.strowger.records.CacheRecord;
import dev.strowger.records.CancelRecord;
import dev.strowger.records.CredentialRecord;
import dev.strowger.records.DeadLetter;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.records.ExperimentState;
import dev.strowger.records.LimitAlert;
import dev.strowger.records.OperatorRecord;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.ProviderHealth;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ResponseRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.ShadowRecord;
import dev.strowger.records.ShadowResult;
import dev.strowger.records.TargetStats;
import dev.strowger.records.TenantRecord;
import dev.strowger.topics.Topic.Key;
import dev.strowger.topics.Topic.Retention;
import java.time.Duration;
import java.util.List;

/** Every topic of the pipeline, in the order a request meets them. */
public final class Topics {
  private static final int PARTITIONS = 6;
  private static final Retention A_DAY = new Retention.For(Duration.ofHours(24));
  private static final Retention BODIES = new Retention.Bodies();
  private static final Retention MINUTES = new Retention.For(Duration.ofMinutes(15));
  private static final Retention LONG = new Retention.For(Duration.ofDays(90));
  private static final Retention FOREVER = new Retention.Forever();
  private static final Retention COMPACTED = new Retention.Compacted();

  /** What clients asked; accepted as soon as it stands here. */
  public static final Topic<RequestRecord> REQUESTS =
      new Topic<>("llm.requests", RequestRecord.class, Key.TENANT, PARTITIONS, BODIES, true);

  /** Why each plan is as it is. */
  public static final Topic<DecisionRecord> DECISIONS =
      new Topic<>("llm.decisions", DecisionRecord.class, Key.TENANT, PARTITIONS, LONG, false);

  /** What workers and doors claim to have happened; co-partitioned with {@link #REQUESTS}. */
  public static final Topic<EventRecord> OUTCOMES =
      new Topic<>("llm.outcomes", EventRecord.class, Key.TENANT, PARTITIONS, A_DAY, false);

  /** What happened: every attempt, and exactly one terminal event for each request. */
  public static final Topic<EventRecord> EVENTS =
      new Topic<>("llm.events", EventRecord.class, Key.TENANT, PARTITIONS, LONG, false);

  /**
   * Answers of the Responses API that later calls may refer to, and by request id those to requests
   * with an Idempotency-Key, which a repeat gets; a null value deletes one.
   */
  public static final Topic<ResponseRecord> RESPONSES =
      new Topic<>(
          "llm.responses",
          ResponseRecord.class,
          Key.RESPONSE_ID,
          PARTITIONS,
          new Retention.KeyedBodies(),
          true);

  /** Requests nobody waits for any more. */
  public static final Topic<CancelRecord> CANCELLATIONS =
      new Topic<>("llm.cancellations", CancelRecord.class, Key.REQUEST_ID, 1, MINUTES, false);

  public static final Topic<PolicyRecord> POLICIES =
      new Topic<>("llm.policies", PolicyRecord.class, Key.NAME, 1, COMPACTED, false);

  public static final Topic<CredentialRecord> CREDENTIALS =
      new Topic<>(
          "llm.credentials", CredentialRecord.class, Key.CREDENTIAL_HASH, 1, COMPACTED, false);

  public static final Topic<ProviderHealth> PROVIDER_HEALTH =
      new Topic<>("llm.provider.health", ProviderHealth.class, Key.PROVIDER, 1, COMPACTED, false);

  /** Copies of requests for targets whose answers the callers never see. */
  public static final Topic<ShadowRecord> SHADOW =
      new Topic<>("llm.shadow", ShadowRecord.class, Key.REQUEST_ID, PARTITIONS, BODIES, true);

  /** What came of the copies. */
  public static final Topic<ShadowResult> SHADOW_RESULTS =
      new Topic<>(
          "llm.shadow.results", ShadowResult.class, Key.REQUEST_ID, PARTITIONS, BODIES, true);

  /** Answers that may be given again; every cache pool reads all of them. */
  public static final Topic<CacheRecord> CACHE =
      new Topic<>(
          "llm.cache", CacheRecord.class, Key.NAME, PARTITIONS, new Retention.KeyedBodies(), true);

  /** How targets do, every few seconds, by worker process. */
  public static final Topic<TargetStats> TARGET_STATS =
      new Topic<>("llm.target.stats", TargetStats.class, Key.PROVIDER, 1, MINUTES, false);

  /** Experiments that were stopped by their guard. */
  public static final Topic<ExperimentState> EXPERIMENTS =
      new Topic<>("llm.experiments", ExperimentState.class, Key.NAME, 1, COMPACTED, false);

  /** Tenants and teams. */
  public static final Topic<TenantRecord> TENANTS =
      new Topic<>("llm.tenants", TenantRecord.class, Key.NAME, 1, COMPACTED, false);

  /** Who may use the admin door. */
  public static final Topic<OperatorRecord> OPERATORS =
      new Topic<>("llm.operators", OperatorRecord.class, Key.CREDENTIAL_HASH, 1, COMPACTED, false);

  /** What was done at the admin door; co-partitioned with {@link #EVENTS}. */
  public static final Topic<AuditedAction> ACTIONS =
      new Topic<>("llm.actions", AuditedAction.class, Key.TENANT, PARTITIONS, LONG, false);

  /** Limits that are nearly or wholly used. */
  public static final Topic<LimitAlert> ALERTS =
      new Topic<>("llm.alerts", LimitAlert.class, Key.TENANT, 1, LONG, false);

  /** The chains of all tenants; nothing is ever removed by age. */
  public static final Topic<AuditRecord> AUDIT =
      new Topic<>("llm.audit", AuditRecord.class, Key.TENANT, PARTITIONS, FOREVER, false);

  /** What is kept of prompts and answers for auditors. */
  public static final Topic<AuditContent> AUDIT_CONTENTS =
      new Topic<>("llm.audit.contents", AuditContent.class, Key.REQUEST_ID, PARTITIONS, LONG, true);

  /** Records that could not be used, with the reason. */
  public static final Topic<DeadLetter> DEAD_LETTERS =
      new Topic<>("llm.dead.letters", DeadLetter.class, Key.NAME, 1, BODIES, true);

  /** The topics whose names are the same in every installation. */
  public static final List<Topic<?>> FIXED =
      List.of(
          REQUESTS,
          DECISIONS,
          OUTCOMES,
          EVENTS,
          RESPONSES,
          CANCELLATIONS,
          POLICIES,
          CREDENTIALS,
          PROVIDER_HEALTH,
          SHADOW,
          SHADOW_RESULTS,
          CACHE,
          TARGET_STATS,
          EXPERIMENTS,
          TENANTS,
          OPERATORS,
          ACTIONS,
          ALERTS,
          AUDIT,
          AUDIT_CONTENTS,
          DEAD_LETTERS);

  private Topics() {}

  /** Requests for one pool of workers. */
  public static Topic<RoutedRecord> routed(String pool) {
    return new Topic<>(
        "llm.routed." + pool, RoutedRecord.class, Key.REQUEST_ID, PARTITIONS, BODIES, true);
  }

  /** Answers for the connections that wait at one ingress instance. */
  public static Topic<ReplyRecord> replies(String ingress) {
    return new Topic<>(
        "llm.replies." + ingress, ReplyRecord.class, Key.REQUEST_ID, 1, MINUTES, true);
  }
}
