package dev.strowger.allinone;

import dev.strowger.analytics.Analytics;
import dev.strowger.analytics.AnalyticsConfig;
import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.console.Console;
import dev.strowger.console.ConsoleConfig;
import dev.strowger.engine.ClickHouseEngine;
import dev.strowger.engine.Credentials;
import dev.strowger.engine.EngineConfig;
import dev.strowger.engine.EngineLibrary;
import dev.strowger.ingress.Ingress;
import dev.strowger.ingress.IngressConfig;
import dev.strowger.process.Lifetime;
import dev.strowger.process.Probes;
import dev.strowger.process.Settings;
import dev.strowger.registry.LocalRegistry;
import dev.strowger.router.Router;
import dev.strowger.router.RouterConfig;
import dev.strowger.simulator.Simulator;
import dev.strowger.simulator.SimulatorConfig;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.KafkaSettings;
import dev.strowger.worker.ProviderAccess;
import dev.strowger.worker.WorkerConfig;
import dev.strowger.worker.Workers;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * The parts of one machine in the order a request needs them. Each gets the settings of the
 * environment, with the addresses of the parts started before it laid over.
 */
final class Installation {
  /** A record is a body and its envelope. */
  private static final int ENVELOPE_BYTES = 2 << 20;

  private final OneMachine machine;
  private final Map<String, String> environment;
  private final Progress progress;
  private final Lifetime lifetime;
  private final Secrets secrets;
  private final Properties endpoints = new Properties();

  Installation(
      OneMachine machine, Map<String, String> environment, Progress progress, Lifetime lifetime) {
    this.machine = machine;
    this.environment = new HashMap<>(environment);
    this.progress = progress;
    this.lifetime = lifetime;
    this.secrets = new Secrets(machine.data(), new SecureRandom());
  }

  /** Starts everything and returns once it serves. */
  Banner start() throws Exception {
    Files.createDirectories(machine.logs());
    progress.say("Starting Strowger on " + machine.data());
    Probes probes = lifetime.add("probes", new Probes());
    ground();
    KafkaAccess kafka = access();
    Set<String> simulated = simulator(kafka);
    return deployables(kafka, probes, simulated);
  }

  /** What is not ours: broker, schema registry and ClickHouse engine, side by side. */
  private void ground() throws Exception {
    environment.putIfAbsent("STROWGER_CHANNEL_TOKEN", secrets.fresh());
    Credentials clickhouse =
        new Credentials(secrets.kept("clickhouse.admin"), secrets.kept("clickhouse.reader"));
    try (ExecutorService starting = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<EmbeddedBroker> broker =
          starting.submit(() -> progress.step("Kafka broker", this::broker));
      Future<LocalRegistry> registry =
          starting.submit(() -> progress.step("Schema registry", this::registry));
      if (!environment.containsKey("STROWGER_CLICKHOUSE_URL")) {
        starting.submit(() -> progress.step("ClickHouse engine", () -> engine(clickhouse))).get();
      }
      put("STROWGER_REGISTRY_URL", "registry", registry.get().url().toString());
      put("STROWGER_KAFKA_BOOTSTRAP", "kafka", broker.get().bootstrapServers());
    }
  }

  private EmbeddedBroker broker() throws Exception {
    return lifetime.add(
        "broker",
        EmbeddedBroker.start(
            new EmbeddedBroker.Config(
                machine.data().resolve("kafka"),
                machine.kafkaPort(),
                machine.maxBodyBytes() + ENVELOPE_BYTES)));
  }

  private LocalRegistry registry() throws Exception {
    return lifetime.add(
        "registry",
        LocalRegistry.start(
            new LocalRegistry.Config(
                machine.home().resolve("ops/registry/target/apicurio"),
                machine.data().resolve("registry"),
                machine.registryPort(),
                machine.logs().resolve("registry.log"))));
  }

  private ClickHouseEngine engine(Credentials credentials) throws Exception {
    environment.putIfAbsent("STROWGER_CHDB_LIBRARY", EngineLibrary.find(machine.home()).toString());
    Settings settings = settings();
    EngineConfig config =
        settings.orThrow(
            EngineConfig.from(settings, machine.data().resolve("clickhouse"), credentials));
    ClickHouseEngine engine = lifetime.add("engine", ClickHouseEngine.start(config));
    put("STROWGER_CLICKHOUSE_URL", "clickhouse", engine.url());
    environment.put("STROWGER_CLICKHOUSE_PASSWORD", credentials.admin());
    environment.put("STROWGER_CLICKHOUSE_READER_PASSWORD", credentials.reader());
    return engine;
  }

  private KafkaAccess access() {
    Settings settings = settings();
    return settings.orThrow(KafkaSettings.from(settings::optional, settings::problem));
  }

  /** Stands in for providers for which nothing is set, unless that is switched off. */
  private Set<String> simulator(KafkaAccess kafka) throws Exception {
    environment.putIfAbsent("STROWGER_SIMULATE", "missing-keys");
    environment.putIfAbsent(
        "STROWGER_PROVIDERS",
        machine
            .home()
            .resolve(environment.getOrDefault("STROWGER_MANIFESTS", "compose/config"))
            .resolve("providers.yaml")
            .toString());
    environment.putIfAbsent(
        "STROWGER_SIMULATOR_PROVIDERS",
        StandIns.of(Path.of(environment.get("STROWGER_PROVIDERS"))));
    environment.putIfAbsent("STROWGER_SIMULATOR_CONTROL_PORT", "0");
    Settings settings = settings();
    Simulator simulator =
        lifetime.add(
            "simulator", Simulator.start(settings.orThrow(SimulatorConfig.from(settings))));
    simulator
        .baseUrls()
        .forEach((provider, url) -> endpoints.setProperty("simulator." + provider, url));
    endpoints.setProperty("simulator.control", simulator.controlUrl());
    environment.put(
        "STROWGER_SIMULATORS",
        simulator.baseUrls().entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(",")));
    return workerConfig(kafka).providers().stream()
        .filter(ProviderAccess::simulated)
        .map(p -> p.provider().name())
        .collect(Collectors.toSet());
  }

  private Banner deployables(KafkaAccess kafka, Probes probes, Set<String> simulated)
      throws Exception {
    environment.putIfAbsent(
        "STROWGER_DEMO_KEY_FILE", machine.data().resolve("demo.key").toString());
    environment.put("STROWGER_DATA", machine.data().toString());
    environment.putIfAbsent("STROWGER_KMS", "local");
    environment.putIfAbsent(
        "STROWGER_MANIFESTS", machine.home().resolve("compose/config").toString());
    environment.putIfAbsent("STROWGER_SQL", machine.home().resolve("analytics/sql").toString());
    environment.putIfAbsent("STROWGER_WORKER_INSTANCE", "one-machine");
    // There is no other router that could hold copies.
    environment.putIfAbsent("STROWGER_ROUTER_STANDBYS", "0");
    // Nobody spreads load over one door.
    environment.putIfAbsent("STROWGER_SHUTDOWN_GRACE", "0s");
    environment.put("STROWGER_SIMULATED", String.join(",", simulated));
    new AuditKeys(machine.data()).put(environment);
    Console console =
        step("console", () -> Console.start(ConsoleConfig.from(settings(), kafka), probes));
    step("analytics", () -> Analytics.start(AnalyticsConfig.from(settings(), kafka), probes));
    step("router", () -> Router.start(RouterConfig.from(settings(), kafka), probes));
    step("workers", () -> Workers.start(workerConfig(kafka), probes));
    Ingress ingress =
        step("ingress", () -> Ingress.start(IngressConfig.from(settings(), kafka), probes));
    new Readiness(probes.health(), machine.startTimeout()).await();

    String apps = scheme("STROWGER_APPS") + "127.0.0.1:" + ingress.appsPort() + "/v1";
    String operators = scheme("STROWGER_CONSOLE") + "127.0.0.1:" + console.port();
    endpoints.setProperty("apps", apps);
    endpoints.setProperty("console", operators);
    write();
    return new Banner(
        apps,
        operators,
        Files.readString(machine.data().resolve("demo.key")).strip(),
        machine.data(),
        simulated);
  }

  private String scheme(String door) {
    return settings().optional(door + "_TLS_CERT").isPresent() ? "https://" : "http://";
  }

  private <T extends AutoCloseable> T step(String name, java.util.concurrent.Callable<T> start)
      throws Exception {
    return lifetime.add(name, progress.step(name, start));
  }

  private WorkerConfig workerConfig(KafkaAccess kafka) {
    Settings settings = settings();
    return settings.orThrow(WorkerConfig.from(settings, kafka));
  }

  private Settings settings() {
    return new Settings(environment);
  }

  private synchronized void put(String setting, String endpoint, String address) {
    environment.put(setting, address);
    endpoints.setProperty(endpoint, address);
  }

  /** For tools on this machine that need an address: what listens where. */
  private void write() throws IOException {
    try (Writer out = Files.newBufferedWriter(machine.data().resolve("endpoints.properties"))) {
      endpoints.store(out, "where the parts listen");
    }
  }
}
