package dev.strowger.router;

import dev.strowger.process.Lifetime;
import dev.strowger.process.Probes;
import dev.strowger.process.ServiceProcess;
import dev.strowger.router.audit.TrailTerms;
import dev.strowger.router.transactions.HangingTransactions;
import dev.strowger.topics.CompactedTable;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.KafkaSettings;
import dev.strowger.topics.Topic;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The router as a process: its tables, then the topology. */
public final class Router implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Router.class);
  private static final int PROBES_PORT = 8091;

  private final Lifetime lifetime = new Lifetime();

  private Router() {}

  /** Runs until the process is told to stop; ends with 2 if its settings cannot be used. */
  public static void main(String[] arguments) {
    ServiceProcess.withProbes("router", PROBES_PORT)
        .run(
            settings ->
                RouterConfig.from(
                    settings, KafkaSettings.from(settings::optional, settings::problem)),
            Router::start);
  }

  /**
   * Creates the topics the router reads and writes, waits for the policies, the providers' health
   * and what else is followed to be read to their end, and starts the topology. Ready when the
   * topology runs and a policy is in force.
   *
   * @throws TimeoutException if the tables are not read in time
   */
  public static Router start(RouterConfig config, Probes probes)
      throws InterruptedException, TimeoutException {
    Router router = new Router();
    try {
      router.run(config, probes);
      return router;
    } catch (InterruptedException | TimeoutException | RuntimeException e) {
      router.close();
      throw e;
    }
  }

  private void run(RouterConfig config, Probes probes)
      throws InterruptedException, TimeoutException {
    KafkaAccess kafka = config.kafka();
    TopicAdmin admin = new TopicAdmin(kafka.clients(), config.maxBodyBytes());
    admin.ensure(Topics.FIXED);

    RouterMeters meters = new RouterMeters(probes.meters());
    PersistentTopics topics = new PersistentTopics(admin);
    ActivePolicy policy = new ActivePolicy(topics, meters);
    Surroundings surroundings =
        new Surroundings(
            new DownProviders(policy::providers, Clock.systemUTC().instant()),
            new TargetStates(),
            new StoppedExperiments());
    var policies = follow(kafka, "policies", Topics.POLICIES, policy::changed);
    // Closed before the table, whose thread may be waiting in it.
    lifetime.add("topics", topics);
    for (CompactedTable<?> table : follow(kafka, surroundings)) {
      table.awaitCaughtUp(config.tablesTimeout());
    }
    policies.awaitCaughtUp(config.tablesTimeout());

    LedgerParts parts = parts(config, policy, surroundings, meters);
    int maxRecordBytes = StreamsSettings.maxRecordBytes(config.maxBodyBytes());
    var topology =
        new RouterTopology(parts, config.streams().group(), maxRecordBytes, config.trail()).build();
    tellSigning(config.trail());
    var streams =
        new KafkaStreams(
            topology, StreamsSettings.of(config), new StableTransactions(config.streams()));
    watch(streams, probes, policy, meters);
    watchTransactions(config, meters);
    lifetime.add("streams", () -> close(streams));
    streams.start();
  }

  private static void tellSigning(TrailTerms trail) {
    trail
        .signer()
        .ifPresentOrElse(
            signer ->
                log.atInfo().addKeyValue("keyId", signer.keyId()).log("audit trail is signed"),
            () ->
                log.atWarn()
                    .log(
                        "audit trail is chained but not signed: STROWGER_AUDIT_SIGNING_KEY is not"
                            + " set"));
  }

  private List<CompactedTable<?>> follow(KafkaAccess kafka, Surroundings surroundings) {
    return List.of(
        follow(kafka, "provider-health", Topics.PROVIDER_HEALTH, surroundings.down()::changed),
        follow(kafka, "target-stats", Topics.TARGET_STATS, surroundings.targets()::changed),
        follow(kafka, "experiments", Topics.EXPERIMENTS, surroundings.stopped()::changed));
  }

  private <V extends SpecificRecord> CompactedTable<V> follow(
      KafkaAccess kafka, String name, Topic<V> topic, CompactedTable.Listener<V> listener) {
    return lifetime.add(
        name, CompactedTable.follow(kafka.clients(), kafka.serdes(), topic, listener));
  }

  private LedgerParts parts(
      RouterConfig config, ActivePolicy policy, Surroundings surroundings, RouterMeters meters) {
    var serdes = config.kafka().serdes();
    int maxRecordBytes = StreamsSettings.maxRecordBytes(config.maxBodyBytes());
    var routing = new Routing(policy::get, surroundings, Encoders.of(serdes, maxRecordBytes));
    var replies =
        lifetime.add("reply-topics", new ReplyTopics(config.kafka().clients(), Clock.systemUTC()));
    return new LedgerParts(routing, serdes, replies, config.ledger(), meters);
  }

  private void watch(
      KafkaStreams streams, Probes probes, ActivePolicy policy, RouterMeters meters) {
    streams.setUncaughtExceptionHandler(new ThreadRecovery(meters, Clock.systemUTC()));
    streams.setStateListener(
        (to, from) ->
            log.atInfo().addKeyValue("from", from).addKeyValue("to", to).log("router state"));
    probes
        .health()
        .check(
            "router",
            () ->
                streams.state() == KafkaStreams.State.RUNNING
                    ? Optional.empty()
                    : Optional.of("the topology is " + streams.state()));
    probes
        .health()
        .check(
            "policy",
            () ->
                policy.get().isPresent()
                    ? Optional.empty()
                    : Optional.of("no routing policy has been published yet"));
    lifetime.add("router-checks", () -> removeChecks(probes));
  }

  /** Before the topology starts: it may be waiting for one from the beginning. */
  private void watchTransactions(RouterConfig config, RouterMeters meters) {
    String group = config.streams().group();
    if (config.streams().exactlyOnce()) {
      lifetime.add(
          "transactions",
          HangingTransactions.watch(
              config.kafka().clients(),
              group,
              topic -> topic.startsWith("llm.") || topic.startsWith(group + "-"),
              meters::hangingTransactionEnded));
    }
  }

  private static void removeChecks(Probes probes) {
    probes.health().remove("router");
    probes.health().remove("policy");
  }

  /** Stays a member of the group: a restart within the session timeout moves no partition. */
  private static void close(KafkaStreams streams) {
    streams.close(
        CloseOptions.timeout(Duration.ofSeconds(10))
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
