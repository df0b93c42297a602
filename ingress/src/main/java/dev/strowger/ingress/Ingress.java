package dev.strowger.ingress;

import dev.strowger.process.Lifetime;
import dev.strowger.process.Probes;
import dev.strowger.process.ServiceProcess;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.ReplyAddress;
import dev.strowger.records.ReplyRecord;
import dev.strowger.sealing.Sealing;
import dev.strowger.topics.CompactedTable;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.KafkaSettings;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.WorkerExecutor;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The apps' door: wires its parts in the order a request meets them. */
public final class Ingress implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Ingress.class);
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final int WORKER_THREADS = 4;

  private final IngressConfig config;
  private final Probes probes;
  private final Clock clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();
  private final Topic<ReplyRecord> replies;
  private final Admission admission;
  private final Arrivals arrivals;
  private final Pending pending = new Pending();
  private final ServedModels models = new ServedModels();
  private final ActiveFeatures features = new ActiveFeatures(new OpenedModels());
  private final Lifetime lifetime = new Lifetime();
  private final AtomicInteger appsPort = new AtomicInteger();
  private final AtomicInteger channelPort = new AtomicInteger();

  private Ingress(IngressConfig config, Probes probes) {
    this.config = config;
    this.probes = probes;
    this.replies = Topics.replies(config.instance());
    this.arrivals = new Arrivals(config.bounds().maxConnections(), config.times());
    this.admission =
        new Admission(config.bounds().maxInFlight(), config.bounds().maxBufferedBytes());
  }

  /** Runs until SIGTERM; ends with 2 if the settings cannot be used. */
  public static void main(String[] arguments) {
    ServiceProcess.withDoor("ingress")
        .run(
            settings ->
                IngressConfig.from(
                    settings, KafkaSettings.from(settings::optional, settings::problem)),
            Ingress::start);
  }

  /**
   * Returns once applications can connect.
   *
   * @throws IllegalStateException if the log, the registry or a port cannot be had
   */
  public static Ingress start(IngressConfig config, Probes probes) {
    Ingress ingress = new Ingress(config, probes);
    try {
      ingress.open();
    } catch (InterruptedException e) {
      ingress.lifetime.close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", e);
    } catch (TimeoutException | ExecutionException e) {
      ingress.lifetime.close();
      throw new IllegalStateException("ingress cannot start: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      ingress.lifetime.close();
      throw e;
    }
    return ingress;
  }

  /** Where applications connect, e.g. when the setting was 0. */
  public int appsPort() {
    return appsPort.get();
  }

  /** Where workers connect. */
  public int channelPort() {
    return channelPort.get();
  }

  /** Whether prompts are looked at as this version of the policy needs it. */
  boolean looksBy(String policyVersion) {
    return features.ready() && features.now().policyVersion().equals(policyVersion);
  }

  private void open() throws InterruptedException, TimeoutException, ExecutionException {
    config
        .kafka()
        .topics(config.bounds().maxBodyBytes())
        .ensure(
            List.of(
                Topics.REQUESTS,
                Topics.CANCELLATIONS,
                Topics.RESPONSES,
                Topics.POLICIES,
                Topics.CREDENTIALS,
                Topics.TENANTS,
                replies));
    lifetime.add(
        "replies-topic", new RepliesTopic(config.kafka(), replies, pending, clock)::delete);
    lifetime.add("feature-models", features);
    Authenticator authenticator = KnownCallers.follow(config, clock, lifetime);
    followPolicies();
    awaitFeatures();
    DoorMeters meters = new DoorMeters(probes.meters(), admission, pending);
    Vertx vertx = vertx();
    RequestPublisher publisher =
        lifetime.add("publisher", RequestPublisher.start(config, clock, meters));
    ReplyListener listener =
        lifetime.add(
            "replies", ReplyListener.start(config, replies, reply -> deliver(reply, meters)));
    KeptResponses kept =
        lifetime.add("kept-responses", KeptResponses.follow(config, WORKER_THREADS));
    WorkerExecutor aside = vertx.createSharedWorkerExecutor("ingress-kept", WORKER_THREADS);
    Bodies bodies =
        new Bodies(
            lifetime.add("sealing", Sealing.start(config.sealing())),
            vertx.createSharedWorkerExecutor("ingress-sealing", WORKER_THREADS));
    KeptDesk desk = new KeptDesk(kept, aside, bodies);
    RescueDesk rescue = new RescueDesk(config.rescue(), probes.meters());
    FeatureDesk looking =
        lifetime.add("features", new FeatureDesk(features, config.finding(), meters));
    Office office =
        new Office(
            config,
            authenticator,
            admission,
            pending,
            publisher,
            desk,
            rescue,
            looking,
            bodies,
            meters);
    serve(vertx, office);
    lifetime.add("drain", this::drain);
    probes.health().check("log", publisher::problem);
    probes.health().check("replies", listener::problem);
    probes.health().check("policy", this::policyProblem);
    probes.health().check("kept-responses", kept::problem);
    probes.health().check("door", this::doorProblem);
    log.atInfo()
        .addKeyValue("instance", config.instance())
        .addKeyValue("appsPort", appsPort())
        .addKeyValue("channelPort", channelPort())
        .log("ingress is open");
  }

  private void followPolicies() throws InterruptedException, TimeoutException {
    KafkaAccess kafka = config.kafka();
    CompactedTable<PolicyRecord> policies =
        lifetime.add(
            "policies",
            CompactedTable.follow(
                kafka.clients(), kafka.serdes(), Topics.POLICIES, this::policyChanged));
    policies.awaitCaughtUp(START);
  }

  private void policyChanged(String key, @Nullable PolicyRecord policy) {
    features.changed(key, policy);
    models.changed(key, policy);
  }

  /**
   * The first requests are not to be the only ones nobody looked at; but better those than none.
   */
  private void awaitFeatures() throws InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (!features.ready() && System.nanoTime() < end) {
      Thread.sleep(LOOK);
    }
  }

  private Vertx vertx() {
    Vertx vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setEventLoopPoolSize(config.bounds().eventLoops())
                    .setWorkerPoolSize(WORKER_THREADS))
            .withTransport(new WatchedTransport(arrivals).named())
            .build();
    lifetime.add("vertx", () -> await(vertx.close()));
    return vertx;
  }

  private void serve(Vertx vertx, Office office)
      throws InterruptedException, TimeoutException, ExecutionException {
    WorkerExecutor workers = vertx.createSharedWorkerExecutor("ingress-bodies", WORKER_THREADS);
    deploy(vertx, () -> new ChannelServer(config.channel(), pending, arrivals, channelPort));
    ReplyAddress address =
        new ReplyAddress(config.instance(), replies.name(), channelUrl().toString());
    RequestIds ids = new RequestIds(clock, random);
    RequestHandler requests = new RequestHandler(office, address, workers, ids, random);
    AppsDoor door = new AppsDoor(office, models, probes, requests, ids, clock, workers);
    BadHttp badHttp = new BadHttp(ids, config.bounds().maxHeaderBytes());
    AtomicInteger connections = new AtomicInteger();
    deploy(vertx, () -> new AppsServer(config, door, badHttp, connections, arrivals, appsPort));
  }

  private void deploy(Vertx vertx, Supplier<Deployable> server)
      throws InterruptedException, TimeoutException, ExecutionException {
    await(
        vertx.deployVerticle(
            server, new DeploymentOptions().setInstances(config.bounds().eventLoops())));
  }

  private URI channelUrl() {
    return config
        .channel()
        .advertised()
        .orElseGet(
            () ->
                URI.create(
                    (config.channel().address().tls().isPresent() ? "https://" : "http://")
                        + config.channel().address().host()
                        + ":"
                        + channelPort()));
  }

  private void deliver(ReplyRecord reply, DoorMeters meters) {
    pending
        .find(reply.getRequestId())
        .ifPresentOrElse(
            exchange -> exchange.context().runOnContext(now -> exchange.replied(reply)),
            meters::lateReply);
  }

  private Optional<String> policyProblem() {
    return models.known() ? Optional.empty() : Optional.of("no policy has been published yet");
  }

  private Optional<String> doorProblem() {
    return admission.leaving() ? Optional.of("shutting down") : Optional.empty();
  }

  private void drain() throws InterruptedException {
    admission.lastCall();
    Thread.sleep(config.times().grace());
    admission.drain();
    log.atInfo().addKeyValue("inFlight", admission.inFlight()).log("ingress is draining");
    if (!admission.awaitEmpty(config.times().drain())) {
      log.atWarn().addKeyValue("inFlight", admission.inFlight()).log("drain time is over");
      pending
          .all()
          .forEach(exchange -> exchange.context().runOnContext(now -> exchange.shutDown()));
      admission.awaitEmpty(LAST_WORDS);
    }
  }

  private static <T> T await(Future<T> future)
      throws InterruptedException, TimeoutException, ExecutionException {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(START.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    lifetime.close();
    List.of("log", "replies", "policy", "kept-responses", "door").forEach(probes.health()::remove);
  }
}
