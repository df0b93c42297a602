package dev.strowger.router;

import dev.strowger.process.Lifetime;
import dev.strowger.process.Probes;
import dev.strowger.process.ServiceProcess;
import dev.strowger.topics.CompactedTable;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.KafkaSettings;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
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
   * Creates the topics the router reads and writes, waits for the policies and the providers'
   * health to be read to their end, and starts the topology. Ready when the topology runs and a
   * policy is in force.
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
    DownProviders down = new DownProviders(policy::providers, Clock.systemUTC().instant());
    var policies =
        lifetime.add(
            "policies",
            CompactedTable.follow(
                kafka.clients(), kafka.serdes(), Topics.POLICIES, policy::changed));
    // Closed before the table, whose thread may be waiting in it.
    lifetime.add("topics", topics);
    var health =
        lifetime.add(
            "provider-health",
            CompactedTable.follow(
                kafka.clients(), kafka.serdes(), Topics.PROVIDER_HEALTH, down::changed));
    policies.awaitCaughtUp(config.tablesTimeout());
    health.awaitCaughtUp(config.tablesTimeout());

    LedgerParts parts = parts(config, policy, down, meters);
    int maxRecordBytes = StreamsSettings.maxRecordBytes(config.maxBodyBytes());
    var topology = new RouterTopology(parts, config.streams().group(), maxRecordBytes).build();
    var streams =
        new KafkaStreams(
            topology, StreamsSettings.of(config), new StableTransactions(config.streams()));
    watch(streams, probes, policy, meters);
    lifetime.add("streams", () -> close(streams));
    streams.start();
  }

  private LedgerParts parts(
      RouterConfig config, ActivePolicy policy, DownProviders down, RouterMeters meters) {
    var serdes = config.kafka().serdes();
    var routed = serdes.serializer(Topics.routed("any"));
    var routing =
        new Routing(
            policy::get,
            down::get,
            record -> routed.serialize(Topics.routed("any").name(), record),
            StreamsSettings.maxRecordBytes(config.maxBodyBytes()));
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
