package dev.strowger.worker;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.process.Health;
import dev.strowger.process.Lifetime;
import dev.strowger.process.Probes;
import dev.strowger.process.ServiceProcess;
import dev.strowger.records.HealthState;
import dev.strowger.records.ProviderHealth;
import dev.strowger.topics.KafkaSettings;
import dev.strowger.topics.Topic;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import dev.strowger.worker.gates.Gates;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pools of one worker process, wired in the order a request passes. */
public final class Workers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Workers.class);
  private static final int PROBES_PORT = 8092;

  private final Lifetime lifetime = new Lifetime();
  private final List<Runnable> stopping = new ArrayList<>();
  private final WorkerConfig config;
  private final Probes probes;
  private final TimeSource time = TimeSource.system();

  /** Tells what this process says of targets and pools from what others say. */
  private final String instance;

  private Workers(WorkerConfig config, Probes probes) {
    this.config = config;
    this.instance = config.instance().orElseGet(() -> "worker-" + nonce());
    this.probes = probes;
  }

  /** Runs until the process is told to stop; ends with 2 if its settings cannot be used. */
  public static void main(String[] arguments) {
    ServiceProcess.withProbes("workers", PROBES_PORT)
        .run(
            settings ->
                WorkerConfig.from(
                    settings, KafkaSettings.from(settings::optional, settings::problem)),
            Workers::start);
  }

  /** Creates missing topics and starts to take requests. */
  public static Workers start(WorkerConfig config, Probes probes) {
    return start(config, probes, Dialects::of);
  }

  static Workers start(
      WorkerConfig config, Probes probes, Function<Dialects.Family, Dialect> dialects) {
    Workers workers = new Workers(config, probes);
    try {
      workers.wire(dialects);
      return workers;
    } catch (RuntimeException e) {
      workers.close();
      throw e;
    }
  }

  private void wire(Function<Dialects.Family, Dialect> dialects) {
    ensureTopics();
    Publisher publisher =
        lifetime.add("publisher", new Publisher(config.kafka(), config.limits().maxBodyBytes()));
    PoolPulse pulse = new PoolPulse(config.catalogue(), instance, time.nanos());
    lifetime.add("health", pulse.follow(config.kafka()));
    Heartbeats heartbeats =
        lifetime.add("heartbeats", new Heartbeats(beats(), publisher::health, pulse, time));
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    lifetime.add("vertx", () -> closeVertx(vertx));
    ChannelClient channels =
        lifetime.add("channels", new ChannelClient(vertx, config.channelToken()));
    Cancellations cancellations =
        lifetime.add("cancellations", Cancellations.follow(config.kafka(), time));
    probes.health().check("cancellations", cancellations::problem);
    Events events = new Events(time, Workers::nonce);
    Guards guards = guards(dialects, publisher);
    HealthFollower health =
        lifetime.add("health", HealthFollower.follow(config.kafka(), instance, guards::told));
    probes.health().check("provider-health", health::problem);
    TargetFigures figures = new TargetFigures(time, instance);
    StatsPulse stats = lifetime.add("stats", new StatsPulse(figures, publisher::stats));
    AnswerChecks checks = new AnswerChecks(new Gates(new SpokenLanguage()), figures);
    Hedging hedging =
        new Hedging(
            new Rivals(time, Rivals.MAX_REMEMBERED),
            publisher,
            time,
            step -> pulse.silent().contains(step.getPool()) || guards.down(step));
    for (ProviderAccess access : config.providers()) {
      Dialect dialect = dialects.apply(access.provider().dialect());
      startPool(
          access, dialect, channels, cancellations, publisher, events, guards, hedging, checks);
    }
    StandIns standIns =
        lifetime.add(
            "stand-ins",
            standIns(pulse, passingOver(channels, cancellations, publisher, events), publisher));
    stopping.add(standIns::stopTaking);
    stopping.add(heartbeats::drain);
    standIns.start();
    stats.start();
    heartbeats.start(config.limits().heartbeat());
  }

  private List<ProviderHealth> beats() {
    return config.providers().stream()
        .map(
            access ->
                ProviderHealth.newBuilder()
                    .setProvider(access.provider().name())
                    .setDialect(access.provider().dialect().label())
                    .setState(HealthState.UP)
                    .setSimulated(access.simulated())
                    .setAt(time.now())
                    .setReason(access.simulated() ? "simulated" : "")
                    .setInstance(instance)
                    .build())
        .toList();
  }

  private StandIns standIns(PoolPulse pulse, PassingOver work, Publisher publisher) {
    Set<String> own =
        config.providers().stream().map(p -> p.provider().name()).collect(Collectors.toSet());
    Map<String, PoolMetrics> metrics = new HashMap<>();
    return new StandIns(
        own,
        pulse,
        name ->
            pool(
                name,
                Optional.empty(),
                new RunningRequests(name, work, publisher, time, config.limits()),
                metrics.computeIfAbsent(name, n -> new PoolMetrics(probes.meters(), n))));
  }

  private PassingOver passingOver(
      ChannelClient channels, Cancellations cancellations, Publisher publisher, Events events) {
    PoolMetrics metrics = new PoolMetrics(probes.meters(), "stand-in");
    Outlets outlets = new Outlets(channels, new AnswerKeeper(publisher, time, metrics));
    int maxBytes = config.limits().maxBodyBytes();
    return new PassingOver(cancellations, publisher, events, time, outlets, maxBytes);
  }

  private Pool pool(
      String name, Optional<String> instance, RunningRequests running, PoolMetrics metrics) {
    WorkerConfig.Limits limits = config.limits();
    return new Pool(
        name,
        config.kafka(),
        new PoolConsumer(config.kafka(), name, instance, limits.concurrency()),
        running,
        limits.drain(),
        time,
        metrics);
  }

  private Guards guards(Function<Dialects.Family, Dialect> dialects, Publisher publisher) {
    Map<String, String> names = new HashMap<>();
    Map<String, Boolean> simulated = new HashMap<>();
    for (ProviderAccess access : config.providers()) {
      names.put(access.provider().name(), dialects.apply(access.provider().dialect()).name());
      simulated.put(access.provider().name(), access.simulated());
    }
    return new Guards(
        time,
        new TargetHealth(instance, names, simulated),
        publisher::health,
        new TargetMetrics(probes.meters()));
  }

  private void startPool(
      ProviderAccess access,
      Dialect dialect,
      ChannelClient channels,
      Cancellations cancellations,
      Publisher publisher,
      Events events,
      Guards guards,
      Hedging hedging,
      AnswerChecks checks) {
    String name = access.provider().name();
    WorkerConfig.Limits limits = config.limits();
    ProviderClient client =
        lifetime.add("client-" + name, new ProviderClient(access, limits, time));
    PoolMetrics metrics = new PoolMetrics(probes.meters(), name);
    AnswerKeeper keeper = new AnswerKeeper(publisher, time, metrics);
    Upstream upstream = new Upstream(access, dialect, client, limits);
    LateAnswers late =
        lifetime.add(
            "late-answers-" + name,
            new LateAnswers(upstream, publisher, events, time, limits.drain()));
    stopping.add(late::stop);
    ProviderCall call = new ProviderCall(upstream, new Outlets(channels, keeper), late, time);
    Turnstile turnstile = new Turnstile(limits.concurrency(), guards, new TimedRest(), time);
    Attempting attempting =
        new Attempting(
            call,
            access.simulated(),
            cancellations,
            publisher,
            events,
            time,
            metrics,
            turnstile,
            new Backoff(new Random()),
            hedging,
            checks);
    Pool pool =
        lifetime.add(
            "pool-" + name,
            pool(
                name,
                config.instance(),
                new RunningRequests(name, attempting, publisher, time, limits),
                metrics));
    stopping.add(pool::stopTaking);
    probes.health().check("pool-" + name, pool::problem);
    pool.start();
    log.atInfo()
        .addKeyValue("provider", name)
        .addKeyValue("dialect", dialect.name())
        .addKeyValue("url", access.provider().baseUrl())
        .addKeyValue("simulated", access.simulated())
        .log("pool started");
  }

  /** Also those of pools that run elsewhere: a plan may advance to them. */
  private void ensureTopics() {
    List<Topic<?>> topics =
        new ArrayList<>(
            List.of(
                Topics.OUTCOMES,
                Topics.RESPONSES,
                Topics.CANCELLATIONS,
                Topics.PROVIDER_HEALTH,
                Topics.TARGET_STATS,
                Topics.DEAD_LETTERS));
    config.catalogue().forEach(name -> topics.add(Topics.routed(name)));
    new TopicAdmin(
            config.kafka().clients(),
            config.limits().maxBodyBytes(),
            config.kafka().bodyRetention())
        .ensure(topics);
  }

  private static String nonce() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private static void closeVertx(Vertx vertx) throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  /** Takes no more requests, waits for those under way up to the drain time, closes the rest. */
  @Override
  public void close() {
    stopping.forEach(Runnable::run);
    Health health = probes.health();
    config.providers().forEach(p -> health.remove("pool-" + p.provider().name()));
    health.remove("cancellations");
    health.remove("provider-health");
    lifetime.close();
  }
}
