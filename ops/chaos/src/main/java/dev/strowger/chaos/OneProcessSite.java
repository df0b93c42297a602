package dev.strowger.chaos;

import dev.strowger.process.Lifetime;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything in one process, as one machine runs it; only the simulator stands beside it. */
final class OneProcessSite {
  private static final String HEAP = "-Xmx1g";

  private OneProcessSite() {}

  static Site start(Path home, Java java, Lifetime lifetime) throws Exception {
    Ports ports = new Ports(new SecureRandom());
    Providers providers = Providers.on(ports);
    Path config = java.directory().resolve("config");
    Path data = java.directory().resolve("data");
    Providers.manifests(home, config);
    Map<String, Integer> listens = listens(ports);
    URI door = URI.create("http://127.0.0.1:" + listens.get("APPS"));
    Map<String, String> settings = new HashMap<>(providers.environment());
    listens.forEach((name, port) -> settings.put("STROWGER_" + name + "_PORT", port.toString()));
    settings.putAll(Patience.SETTINGS);
    settings.put("STROWGER_HOME", home.toString());
    settings.put("STROWGER_DATA", data.toString());
    settings.put("STROWGER_MANIFESTS", config.toString());
    settings.put("STROWGER_PROVIDERS", config.resolve("providers.yaml").toString());
    List<Part> parts =
        List.of(
            providers.part(java),
            java.part(
                Kind.ALL_IN_ONE,
                "all-in-one",
                List.of(HEAP, "dev.strowger.allinone.AllInOne"),
                settings,
                door.resolve("/health/ready")));
    Site.start(lifetime, parts);
    return new Site(
        parts,
        List.of(new Site.Door("all-in-one", door)),
        new Site.Desk(
            URI.create("http://127.0.0.1:" + listens.get("CONSOLE")),
            data.resolve("admin.token"),
            true),
        data.resolve("demo.key"),
        providers.controlRoot(),
        "127.0.0.1:" + listens.get("KAFKA"),
        "http://127.0.0.1:" + listens.get("REGISTRY") + "/apis/ccompat/v7",
        lifetime);
  }

  private static Map<String, Integer> listens(Ports ports) throws IOException {
    Map<String, Integer> listens = new HashMap<>();
    for (String name : List.of("APPS", "CONSOLE", "CHANNEL", "KAFKA", "REGISTRY", "CLICKHOUSE")) {
      listens.put(name, ports.next());
    }
    return listens;
  }
}
