package dev.strowger.chaos;

import dev.strowger.process.Lifetime;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Every part a process of its own, those that can be doubled twice; brokers as many as asked. */
final class ClusterSite {
  private static final int EACH = 2;
  private static final String HEAP = "-Xmx256m";

  private final Path home;
  private final Java java;
  private final int brokers;
  private final Ports ports;
  private final Lifetime lifetime;
  private final Map<String, String> environment = new HashMap<>();
  private final List<Part> parts = new ArrayList<>();
  private final List<Site.Door> doors = new ArrayList<>();

  private ClusterSite(Path home, Java java, int brokers, Lifetime lifetime) {
    this.home = home;
    this.java = java;
    this.brokers = brokers;
    this.lifetime = lifetime;
    this.ports = new Ports(new SecureRandom());
  }

  /** Starts everything; returns once both doors are ready. */
  static Site start(Path home, Java java, int brokers, Lifetime lifetime) throws Exception {
    return new ClusterSite(home, java, brokers, lifetime).start();
  }

  private Site start() throws Exception {
    Path directory = java.directory();
    Path keyFile = directory.resolve("demo.key");
    Providers providers = Providers.on(ports);
    Providers.manifests(home, directory.resolve("config"));
    List<Integer> brokerPorts = brokers();
    int registryPort = ports.next();
    String bootstrap =
        brokerPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    String registry = "http://127.0.0.1:" + registryPort + "/apis/ccompat/v7";
    environment.putAll(providers.environment());
    environment.put("STROWGER_KAFKA_BOOTSTRAP", bootstrap);
    environment.put("STROWGER_REGISTRY_URL", registry);
    environment.put("STROWGER_CHANNEL_TOKEN", token());
    environment.put("STROWGER_DATA", directory.toString());
    environment.put("STROWGER_DEMO_KEY_FILE", keyFile.toString());
    environment.put("STROWGER_MANIFESTS", directory.resolve("config").toString());
    environment.put("STROWGER_PROVIDERS", directory.resolve("config/providers.yaml").toString());
    environment.put("STROWGER_SQL", home.resolve("analytics/sql").toString());
    environment.putAll(Patience.SETTINGS);

    parts.add(providers.part(java));
    Site.start(lifetime, List.copyOf(parts));
    lifetime.add("registry", Site.registry(home, directory, registryPort));
    int consolePort = ports.next();
    wave(console(consolePort));
    wave(
        doubled(Kind.ROUTER, "dev.strowger.router.Router"),
        doubled(Kind.WORKER, "dev.strowger.worker.Workers"));
    wave(ingresses());
    Site.Desk desk =
        new Site.Desk(
            URI.create("http://127.0.0.1:" + consolePort), directory.resolve("admin.token"), false);
    return new Site(
        parts, doors, desk, keyFile, providers.controlRoot(), bootstrap, registry, lifetime);
  }

  @SafeVarargs
  private void wave(List<Part>... more) throws Exception {
    List<Part> wave = new ArrayList<>();
    for (List<Part> some : more) {
      wave.addAll(some);
    }
    parts.addAll(wave);
    Site.start(lifetime, wave);
  }

  private List<Integer> brokers() throws IOException {
    List<Integer> clients = new ArrayList<>();
    List<Integer> controllers = new ArrayList<>();
    for (int i = 0; i < brokers; i++) {
      clients.add(ports.next());
      controllers.add(ports.next());
    }
    String voters =
        IntStream.range(0, brokers)
            .mapToObj(i -> (i + 1) + "=" + controllers.get(i))
            .collect(Collectors.joining(","));
    String cluster = token().substring(0, 22);
    for (int i = 0; i < brokers; i++) {
      String name = "broker-" + (i + 1);
      Map<String, String> settings =
          Map.of(
              "STROWGER_BROKER_NODE", Integer.toString(i + 1),
              "STROWGER_BROKER_CLUSTER", cluster,
              "STROWGER_BROKER_VOTERS", voters,
              "STROWGER_BROKER_PORT", Integer.toString(clients.get(i)),
              "STROWGER_BROKER_DATA", java.directory().resolve(name).resolve("log").toString());
      parts.add(probed(Kind.BROKER, name, "dev.strowger.broker.ClusterNode", settings));
    }
    return clients;
  }

  private List<Part> console(int port) throws IOException {
    Map<String, String> settings = new HashMap<>(environment);
    settings.put("STROWGER_CONSOLE_PORT", Integer.toString(port));
    return List.of(
        java.part(
            Kind.CONSOLE,
            "console",
            List.of(HEAP, "dev.strowger.console.Console"),
            settings,
            URI.create("http://127.0.0.1:" + port + "/health/live")));
  }

  private List<Part> doubled(Kind kind, String program) throws IOException {
    List<Part> two = new ArrayList<>();
    for (int i = 1; i <= EACH; i++) {
      two.add(probed(kind, kind.label() + "-" + i, program, environment));
    }
    return two;
  }

  private List<Part> ingresses() throws IOException {
    List<Part> two = new ArrayList<>();
    for (int i = 1; i <= EACH; i++) {
      String name = "ingress-" + i;
      int port = ports.next();
      URI root = URI.create("http://127.0.0.1:" + port);
      Map<String, String> settings = new HashMap<>(environment);
      settings.put("STROWGER_APPS_PORT", Integer.toString(port));
      settings.put("STROWGER_CHANNEL_PORT", Integer.toString(ports.next()));
      doors.add(new Site.Door(name, root));
      two.add(
          java.part(
              Kind.INGRESS,
              name,
              List.of(HEAP, "dev.strowger.ingress.Ingress"),
              settings,
              root.resolve("/health/ready")));
    }
    return two;
  }

  private Part probed(Kind kind, String name, String program, Map<String, String> settings)
      throws IOException {
    int port = ports.next();
    Map<String, String> all = new HashMap<>(settings);
    all.put("STROWGER_PROBES_PORT", Integer.toString(port));
    return java.part(
        kind,
        name,
        List.of(HEAP, program),
        all,
        URI.create("http://127.0.0.1:" + port + "/health/ready"));
  }

  /** 16 random bytes as Kafka writes the id of a cluster; good for a secret too. */
  private static String token() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    bytes[0] &= 0x3f;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
