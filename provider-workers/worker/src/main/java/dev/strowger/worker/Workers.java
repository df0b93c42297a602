package dev.strowger.worker;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.process.Health;
import dev.strowger.process.Lifetime;
import dev.strowger.process.Probes;
import dev.strowger.process.ServiceProcess;
import dev.strowger.sealing.Sealing;
import dev.strowger.topics.KafkaSettings;
import dev.strowger.topics.Topic;
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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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

  private final OwnPools pools;

  private Workers(WorkerConfig config, Probes probes) {
    this.config = config;
    this.instance = config.instance().orElseGet(() -> "worker-" + nonce());
    this.pools = new OwnPools(config, instance);
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
    pools.ensureTopics();
    Bodies bodies = new Bodies(lifetime.add("sealing", Sealing.start(config.sealing())));
    Publisher publisher =
        lifetime.add(
            "publisher", new Publisher(config.kafka(), config.limits().maxBodyBytes(), bodies));
    publisher.expect(pools.topics().stream().map(Topic::name).toList());
    PoolPulse pulse = new PoolPulse(pools.known(), instance, time.nanos());
    lifetime.add("health", pulse.follow(config.kafka()));
    Heartbeats heartbeats =
        lifetime.add(
            "heartbeats", new Heartbeats(pools.beats(time.now()), publisher::health, pulse, time));
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    lifetime.add("vertx", () -> closeVertx(vertx));
    ChannelClient channels = lifetime.add("channels", new ChannelClient(vertx, config.channel()));
    Cancellations cancellations =
        lifetime.add("cancellations", Cancellations.follow(config.kafka(), time));
    probes.health().check("cancellations", cancellations::problem);
    CacheMetrics cacheMetrics = new CacheMetrics(probes.meters());
    CacheKeeper cacheKeeper =
        lifetime.add(
            "cache-keeper",
            new CacheKeeper(publisher, time, config.kafka().bodyRetention(), cacheMetrics));
    Events events = new Events(time, Workers::nonce);
    Books books = new Books(publisher, events, cacheKeeper);
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
    Shadows shadows = lifetime.add("shadows", new Shadows(config, publisher, guards, time));
    for (ProviderAccess access : config.providers()) {
      Dialect dialect = dialects.apply(access.provider().dialect());
      shadows.serve(access, dialect);
      startPool(access, dialect, channels, cancellations, books, guards, hedging, checks);
    }
    if (config.cache().on()) {
      startCache(channels, cancellations, books, cacheMetrics);
    }
    StandIns standIns =
        lifetime.add(
            "stand-ins",
            standIns(
                pulse, opening(passingOver(channels, cancellations, books), books), publisher));
    stopping.add(standIns::stopTaking);
    stopping.add(heartbeats::drain);
    standIns.start();
    stats.start();
    heartbeats.start(config.limits().heartbeat());
  }

  private DeliveryWork opening(DeliveryWork work, Books books) {
    Publisher publisher = books.publisher();
    Onward onward = new Onward(publisher, new Replies(publisher, false), books.events(), time);
    return new Opening(work, publisher.bodies(), onward, time, config.limits().concurrency());
  }

  private StandIns standIns(PoolPulse pulse, DeliveryWork work, Publisher publisher) {
    Map<String, PoolMetrics> metrics = new HashMap<>();
    return new StandIns(
        pools.names(),
        pulse,
        name ->
            pool(
                name,
                Optional.empty(),
                new RunningRequests(name, work, publisher, time, config.limits()),
                metrics.computeIfAbsent(name, n -> new PoolMetrics(probes.meters(), n))));
  }

  private PassingOver passingOver(
      ChannelClient channels, Cancellations cancellations, Books books) {
    PoolMetrics metrics = new PoolMetrics(probes.meters(), "stand-in");
    Outlets outlets = new Outlets(channels, new AnswerKeeper(books.publisher(), time, metrics));
    int maxBytes = config.limits().maxBodyBytes();
    return new PassingOver(cancellations, books, time, outlets, maxBytes);
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
    return new Guards(
        time,
        TargetHealth.of(instance, config.providers(), dialects),
        publisher::health,
        new TargetMetrics(probes.meters()));
  }

  private void startPool(
      ProviderAccess access,
      Dialect dialect,
      ChannelClient channels,
      Cancellations cancellations,
      Books books,
      Guards guards,
      Hedging hedging,
      AnswerChecks checks) {
    String name = access.provider().name();
    WorkerConfig.Limits limits = config.limits();
    ProviderClient client =
        lifetime.add("client-" + name, new ProviderClient(access, limits, time));
    PoolMetrics metrics = new PoolMetrics(probes.meters(), name);
    AnswerKeeper keeper = new AnswerKeeper(books.publisher(), time, metrics);
    Upstream upstream = new Upstream(access, dialect, client, limits);
    LateAnswers late =
        lifetime.add(
            "late-answers-" + name,
            new LateAnswers(upstream, books.publisher(), books.events(), time, limits.drain()));
    stopping.add(late::stop);
    ProviderCall call = new ProviderCall(upstream, new Outlets(channels, keeper), late, time);
    Turnstile turnstile = new Turnstile(limits.concurrency(), guards, new TimedRest(), time);
    Attempting attempting =
        new Attempting(
            call,
            access.simulated(),
            cancellations,
            books,
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
                new RunningRequests(
                    name,
                    opening(guarded(attempting, books), books),
                    books.publisher(),
                    time,
                    limits),
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

  private DeliveryWork guarded(DeliveryWork work, Books books) {
    return new Guarded(work, new Shields(new ClientCalls(config.limits().maxBodyBytes())), books);
  }

  private void startCache(
      ChannelClient channels, Cancellations cancellations, Books books, CacheMetrics cacheMetrics) {
    String name = CacheStep.NAME;
    Publisher publisher = books.publisher();
    PoolMetrics metrics = new PoolMetrics(probes.meters(), name);
    CachePool cache =
        lifetime.add(
            "pool-" + name,
            CachePool.start(
                config,
                new Outlets(channels, new AnswerKeeper(publisher, time, metrics)),
                books,
                cancellations,
                cacheMetrics,
                time,
                work ->
                    pool(
                        name,
                        config.instance(),
                        new RunningRequests(
                            name,
                            opening(guarded(work, books), books),
                            publisher,
                            time,
                            config.limits()),
                        metrics)));
    stopping.add(cache::stopTaking);
    probes.health().check("pool-" + name, cache::problem);
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
    pools.names().forEach(name -> health.remove("pool-" + name));
    health.remove("cancellations");
    health.remove("provider-health");
    lifetime.close();
  }
}
