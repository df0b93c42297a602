package dev.strowger.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.console.reconcile.Refold;
import dev.strowger.console.replay.DecisionLog;
import dev.strowger.process.Lifetime;
import dev.strowger.process.Probes;
import dev.strowger.process.ServiceProcess;
import dev.strowger.records.ExperimentState;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.ProviderHealth;
import dev.strowger.sealing.Sealing;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.KafkaSettings;
import dev.strowger.topics.Topics;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operators' door: wires its parts in the order of the flow. */
public final class Console implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Console.class);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_PROVIDERS = 1_000;
  private static final int MAX_EXPERIMENTS = 1_000;
  private static final int ADMIN_WORKERS = 4;
  private static final int ADMIN_LINE = 64;
  private static final int SQL_WORKERS = 4;
  private static final int SQL_LINE = 16;

  private final Lifetime parts;
  private final int port;

  private Console(Lifetime parts, int port) {
    this.parts = parts;
    this.port = port;
  }

  /**
   * Returns once sound manifests and the demo key stand in the log and the door takes calls.
   * Unsound manifests do not keep the console from starting: they are reported.
   */
  public static Console start(ConsoleConfig config, Probes probes) throws Exception {
    return start(config, probes, Clock.systemUTC());
  }

  static Console start(ConsoleConfig config, Probes probes, Clock clock) throws Exception {
    Lifetime parts = new Lifetime();
    try {
      Console console = new Console(parts, open(config, probes, clock, parts));
      log.atInfo().addKeyValue("port", console.port()).log("console open");
      return console;
    } catch (Exception e) {
      parts.close();
      throw e;
    }
  }

  /** Runs the console as a process of its own. */
  public static void main(String[] args) {
    ServiceProcess.withDoor("console")
        .run(
            settings ->
                ConsoleConfig.from(
                    settings, KafkaSettings.from(settings::optional, settings::problem)),
            Console::start);
  }

  /** Where the door is. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    parts.close();
  }

  private static int open(ConsoleConfig config, Probes probes, Clock clock, Lifetime parts)
      throws Exception {
    KafkaAccess kafka = config.kafka();
    kafka
        .topics(config.maxBodyBytes())
        .ensure(
            List.of(
                Topics.POLICIES,
                Topics.CREDENTIALS,
                Topics.TENANTS,
                Topics.OPERATORS,
                Topics.ACTIONS,
                Topics.PROVIDER_HEALTH,
                Topics.DECISIONS,
                Topics.EVENTS,
                Topics.EXPERIMENTS,
                Topics.REQUESTS,
                Topics.RESPONSES,
                Topics.SHADOW,
                Topics.SHADOW_RESULTS,
                Topics.AUDIT,
                Topics.AUDIT_CONTENTS,
                Topics.DEAD_LETTERS));
    Sealing sealing = parts.add("sealing", Sealing.start(config.sealing()));
    Secrets secrets = new Secrets(new SecureRandom());
    Tables tables = new Tables(probes, parts, START_TIMEOUT);
    RecordPublisher publisher = parts.add("publisher", new RecordPublisher(kafka));
    TableView<PolicyRecord> policyTable =
        tables.follow(
            new TableView<>(
                kafka,
                Topics.POLICIES,
                PolicyLog.MAX_VERSIONS + PolicyLog.OTHER_KEYS,
                PolicyLog.KEPT));
    TableView<ProviderHealth> providers =
        tables.follow(new TableView<>(kafka, Topics.PROVIDER_HEALTH, MAX_PROVIDERS));

    PolicyLog policies =
        new PolicyLog(
            policyTable, publisher, probes.meters().counter("strowger.policies.published"));
    AccessDesk access = AccessDesk.open(config, publisher, secrets, clock, tables);
    ManifestWatcher watcher =
        parts.add(
            "manifests",
            new ManifestWatcher(
                config.manifests(), policies, access.deeds(), clock, probes.meters()));
    watcher.start();

    TopicCheck topics = new TopicCheck(kafka, config.maxBodyBytes());
    Bundles bundles = new Bundles(config.manifests(), policies);
    DecisionLog decisions = new DecisionLog(kafka);
    SqlRunner sqlRunner = parts.add("sql", new SqlRunner(config.sql()));
    SqlEndpoints sqlEndpoints =
        new SqlEndpoints(sqlRunner, new ReadyQueries(config.sql().queries()));
    TableView<ExperimentState> states =
        tables.follow(new TableView<>(kafka, Topics.EXPERIMENTS, MAX_EXPERIMENTS));
    Experiments experiments = new Experiments(policies, states, publisher, clock);
    ExperimentGuard guard =
        parts.add(
            "experiment-guard",
            new ExperimentGuard(experiments, sqlRunner::run, access.deeds(), clock));
    guard.start();
    Endpoints endpoints =
        new Endpoints(
            new StatusEndpoint(probes.health(), policies, watcher, providers, topics, clock),
            new PolicyEndpoints(config.manifests(), bundles, policies, clock),
            new ExplainEndpoint(bundles, decisions, providers, experiments, clock),
            new ReplayEndpoints(
                parts.add("replays", new Jobs<>("replay")), kafka, bundles, policies, clock),
            new ShadowEndpoints(
                new ShadowEndpoints.Parts(bundles, policies, decisions, sqlRunner),
                parts.add("shadow-runs", new Jobs<>("shadow")),
                kafka,
                new ShadowView.Reading(sealing, config.maxBodyBytes()),
                clock),
            new ReconcileEndpoints(
                parts.add("reconciliations", new Jobs<>("reconciliation")),
                kafka,
                sqlRunner,
                () -> Optional.of(Refold.asTheRouter())),
            new DeadLetterEndpoints(kafka, config.maxBodyBytes()),
            new DecisionEndpoints(decisions, sqlEndpoints, clock),
            experiments,
            sqlEndpoints,
            new ErasureEndpoints(sealing));
    parts.add("key-sweeper", new KeySweeper(sealing, access.deeds(), clock)).start();
    Workbench admin = parts.add("admin-bench", new Workbench("console", ADMIN_WORKERS, ADMIN_LINE));
    Workbench sql = parts.add("sql-bench", new Workbench("console-sql", SQL_WORKERS, SQL_LINE));
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    parts.add("vertx", () -> vertx.close().await(10, TimeUnit.SECONDS));
    Router router = Router.router(vertx);
    Door door = new Door(router, access.guards(), config.listen(), probes, new ObjectMapper());
    PublicPaths.mount(router, probes);
    access.mount(door, admin);
    endpoints.mount(door, admin, sql);
    audit(config, sealing, parts).mount(door, admin);
    return listen(vertx, router, config.listen());
  }

  private static AuditEndpoints audit(ConsoleConfig config, Sealing sealing, Lifetime parts) {
    return new AuditEndpoints(
        config.kafka(),
        sealing,
        config.trail(),
        parts.add("audit-verifications", new Jobs<>("verification")),
        parts.add("audit-searches", new Jobs<>("search")));
  }

  private static int listen(Vertx vertx, Router router, ConsoleConfig.Listen listen)
      throws IOException, InterruptedException, TimeoutException {
    try {
      HttpServer server =
          vertx
              .createHttpServer(ListenTerms.of(listen))
              .requestHandler(router)
              .listen()
              .toCompletionStage()
              .toCompletableFuture()
              .get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      return server.actualPort();
    } catch (ExecutionException e) {
      throw new IOException(
          "the console cannot listen on "
              + listen.host()
              + ":"
              + listen.port()
              + " (STROWGER_CONSOLE_PORT): "
              + e.getCause(),
          e);
    }
  }

  /** Everything behind the token, and where it is found. */
  private record Endpoints(
      StatusEndpoint status,
      PolicyEndpoints policy,
      ExplainEndpoint explain,
      ReplayEndpoints replays,
      ShadowEndpoints shadows,
      ReconcileEndpoints books,
      DeadLetterEndpoints letters,
      DecisionEndpoints decisions,
      Experiments experiments,
      SqlEndpoints sql,
      ErasureEndpoints erasure) {
    void mount(Door door, Workbench admin, Workbench queries) {
      door.serve(HttpMethod.GET, "/admin/status", admin, status::show);
      door.serve(HttpMethod.GET, "/admin/policy", admin, policy::show);
      door.serve(HttpMethod.PUT, "/admin/policy", admin, policy::apply);
      door.serve(HttpMethod.POST, "/admin/policy/validate", admin, policy::validate);
      door.serve(HttpMethod.POST, "/admin/policy/explain", admin, explain::explain);
      door.serve(HttpMethod.POST, "/admin/policy/diff", admin, policy::diff);
      door.serve(HttpMethod.POST, "/admin/policy/rollback", admin, policy::rollback);
      door.serve(HttpMethod.POST, "/admin/policy/replays", admin, replays::start);
      door.serve(HttpMethod.GET, "/admin/policy/replays", admin, replays.running()::list);
      door.serve(HttpMethod.GET, "/admin/policy/replays/:id", admin, replays.running()::show);
      door.serve(HttpMethod.DELETE, "/admin/policy/replays/:id", admin, replays.running()::cancel);
      door.serve(HttpMethod.GET, "/admin/shadows", queries, shadows::list);
      door.serve(HttpMethod.GET, "/admin/shadows/:requestId", queries, shadows::show);
      door.serve(HttpMethod.POST, "/admin/shadow-runs", admin, shadows::start);
      door.serve(HttpMethod.GET, "/admin/shadow-runs", admin, shadows.running()::list);
      door.serve(HttpMethod.GET, "/admin/shadow-runs/:id", admin, shadows.running()::show);
      door.serve(HttpMethod.DELETE, "/admin/shadow-runs/:id", admin, shadows.running()::cancel);
      door.serve(HttpMethod.POST, "/admin/reconciliations", admin, books::start);
      door.serve(HttpMethod.GET, "/admin/reconciliations", admin, books.running()::list);
      door.serve(HttpMethod.GET, "/admin/reconciliations/:id", admin, books.running()::show);
      door.serve(HttpMethod.DELETE, "/admin/reconciliations/:id", admin, books.running()::cancel);
      door.serve(HttpMethod.GET, "/admin/policy/history", admin, policy::history);
      door.serve(HttpMethod.GET, "/admin/policy/history/:version", admin, policy::version);
      door.serve(HttpMethod.GET, "/admin/dead-letters", admin, letters::list);
      door.serve(HttpMethod.GET, "/admin/dead-letters/:partition/:offset", admin, letters::show);
      door.serve(HttpMethod.POST, "/admin/dead-letters/redrive", admin, letters::redrive);
      door.serve(HttpMethod.GET, "/admin/experiments", admin, experiments::list);
      door.serve(HttpMethod.POST, "/admin/experiments/:name/stop", admin, experiments::stop);
      door.serve(HttpMethod.POST, "/admin/experiments/:name/resume", admin, experiments::resume);
      erasure.mount(door, admin);
      door.serve(HttpMethod.GET, "/admin/sql", queries, sql::list);
      door.serve(HttpMethod.POST, "/admin/sql", queries, sql::run);
      door.serve(HttpMethod.GET, "/admin/requests/:requestId", queries, sql::request);
      door.serve(HttpMethod.GET, "/admin/decisions", queries, decisions::list);
      door.serve(HttpMethod.GET, "/admin/decisions/:requestId", queries, decisions::show);
    }
  }
}
