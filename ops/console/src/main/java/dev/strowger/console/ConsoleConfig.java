package dev.strowger.console;

import dev.strowger.process.Settings;
import dev.strowger.process.TlsFiles;
import dev.strowger.sealing.SealingConfig;
import dev.strowger.topics.KafkaAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * @param kafka the log
 * @param listen where operators knock, and how they prove themselves
 * @param sql how ClickHouse is asked
 * @param manifests the files operators write
 * @param demoKeyFile takes a key for the tenant {@code demo}, made at the first start
 * @param maxBodyBytes the body limit of the pipeline, for topics created here
 * @param sealing of bodies in the log
 * @param trail how the audit trail is verified
 */
public record ConsoleConfig(
    KafkaAccess kafka,
    Listen listen,
    Sql sql,
    Manifests manifests,
    Optional<Path> demoKeyFile,
    int maxBodyBytes,
    SealingConfig sealing,
    Trail trail) {
  private static final Pattern ENVIRONMENT = Pattern.compile("[a-z0-9-]{0,64}");

  /**
   * @param port 0 takes a free one
   * @param allowedHosts names in the Host header besides loopback ones and {@code host}
   * @param tokenFile made at the first start when there is no {@code token}
   * @param token the admin token, if it is given from outside
   * @param tls cleartext without
   */
  public record Listen(
      String host,
      int port,
      Set<String> allowedHosts,
      Path tokenFile,
      Optional<String> token,
      Optional<TlsFiles> tls) {
    public Listen {
      allowedHosts = Set.copyOf(allowedHosts);
    }

    public Listen(
        String host, int port, Set<String> allowedHosts, Path tokenFile, Optional<String> token) {
      this(host, port, allowedHosts, tokenFile, token, Optional.empty());
    }

    @Override
    public String toString() {
      return "Listen[" + host + ":" + port + "]";
    }
  }

  /**
   * @param url JDBC
   * @param user should be able to read only
   * @param queries directory of ready queries, one {@code <name>.sql} each
   * @param timeout of one query
   * @param maxRows a longer result is cut
   * @param tls for a URL with https, as in the sink
   */
  public record Sql(
      String url,
      String user,
      String password,
      Path queries,
      Duration timeout,
      int maxRows,
      Optional<TlsFiles> tls) {
    public Sql(
        String url, String user, String password, Path queries, Duration timeout, int maxRows) {
      this(url, user, password, queries, timeout, maxRows, Optional.empty());
    }

    @Override
    public String toString() {
      return "Sql[" + url + ", " + user + "]";
    }
  }

  /**
   * @param directory of routes.yaml, models.yaml and providers.yaml
   * @param interval between two looks at them
   * @param simulated providers that are played by the simulator
   * @param environment whose overlays are laid over; empty: none
   */
  public record Manifests(
      Path directory, Duration interval, Set<String> simulated, String environment) {
    public Manifests {
      simulated = Set.copyOf(simulated);
    }
  }

  /**
   * @param routerGroup whose heads of the chains are known
   * @param publicKeys as PEM; none: signatures are looked at only with keys from the auditor
   */
  public record Trail(String routerGroup, List<String> publicKeys) {
    public Trail {
      publicKeys = List.copyOf(publicKeys);
    }

    private static Trail from(Settings settings) {
      return new Trail(
          settings.string("STROWGER_ROUTER_GROUP", "strowger-router"),
          settings.secret("STROWGER_AUDIT_PUBLIC_KEY").stream().toList());
    }
  }

  public static ConsoleConfig from(Settings settings, KafkaAccess kafka) {
    return settings.orThrow(
        new ConsoleConfig(
            kafka,
            new Listen(
                settings.string("STROWGER_CONSOLE_HOST", "127.0.0.1"),
                settings.integer("STROWGER_CONSOLE_PORT", 8090, 0, 65535),
                names(settings, "STROWGER_CONSOLE_ALLOWED_HOSTS"),
                settings.path("STROWGER_DATA", Path.of("data")).resolve("admin.token"),
                settings.secret("STROWGER_ADMIN_TOKEN"),
                TlsFiles.door(settings, "STROWGER_CONSOLE")),
            new Sql(
                settings.string(
                    "STROWGER_CLICKHOUSE_URL", "jdbc:clickhouse://127.0.0.1:18123/strowger"),
                settings.string("STROWGER_CLICKHOUSE_READER_USER", "reader"),
                settings.secret("STROWGER_CLICKHOUSE_READER_PASSWORD").orElse(""),
                settings.path("STROWGER_SQL", Path.of("analytics", "sql")),
                settings.duration("STROWGER_SQL_TIMEOUT", Duration.ofSeconds(30)),
                settings.integer("STROWGER_SQL_MAX_ROWS", 10_000, 1, 1_000_000),
                TlsFiles.rsaClient(settings, "STROWGER_CLICKHOUSE")),
            new Manifests(
                settings.path("STROWGER_MANIFESTS", Path.of("compose", "config")),
                settings.duration("STROWGER_MANIFESTS_INTERVAL", Duration.ofSeconds(1)),
                names(settings, "STROWGER_SIMULATED"),
                environment(settings)),
            settings.optional("STROWGER_DEMO_KEY_FILE").map(Path::of),
            Math.toIntExact(
                Math.min(settings.bytes("STROWGER_MAX_BODY", 32L << 20), Integer.MAX_VALUE / 2)),
            SealingConfig.from(settings),
            Trail.from(settings)));
  }

  private static String environment(Settings settings) {
    String name = settings.string("STROWGER_ENVIRONMENT", "");
    if (!ENVIRONMENT.matcher(name).matches()) {
      settings.problem(
          "STROWGER_ENVIRONMENT="
              + name
              + ": expected lower-case letters, digits and dashes, as in routes.<name>.yaml");
    }
    return name;
  }

  private static Set<String> names(Settings settings, String name) {
    return Arrays.stream(settings.string(name, "").split(","))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
