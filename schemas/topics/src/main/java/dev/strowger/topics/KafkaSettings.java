package dev.strowger.topics;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads from the settings of a process how it reaches Kafka and the schema registry. Every problem
 * is handed to the caller, who must not use the result if there was one.
 */
public final class KafkaSettings {
  static final String BOOTSTRAP = "127.0.0.1:19092";
  static final String REGISTRY = "http://127.0.0.1:18081/apis/ccompat/v7";

  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,5})([mhd])");

  private final Function<String, Optional<String>> setting;
  private final Consumer<String> problem;

  private KafkaSettings(Function<String, Optional<String>> setting, Consumer<String> problem) {
    this.setting = setting;
    this.problem = problem;
  }

  /**
   * @param setting a STROWGER_ setting by its name
   * @param problem takes what is wrong with the settings
   */
  public static KafkaAccess from(
      Function<String, Optional<String>> setting, Consumer<String> problem) {
    return new KafkaSettings(setting, problem).access();
  }

  private KafkaAccess access() {
    Map<String, Object> clients = clientProperties();
    setting
        .apply("STROWGER_KAFKA_BOOTSTRAP")
        .ifPresent(servers -> clients.put("bootstrap.servers", servers));
    clients.putIfAbsent("bootstrap.servers", BOOTSTRAP);
    new KafkaSecurity(setting, this::secret, problem).addTo(clients);
    return new KafkaAccess(clients, serdes(registry(), clients), bodyRetention());
  }

  private Map<String, Object> clientProperties() {
    Map<String, Object> clients = new HashMap<>();
    setting
        .apply("STROWGER_KAFKA_PROPERTIES")
        .ifPresent(
            file -> {
              Properties properties = new Properties();
              try (Reader in = Files.newBufferedReader(Path.of(file))) {
                properties.load(in);
                properties.forEach((k, v) -> clients.put(k.toString(), v));
              } catch (IOException | IllegalArgumentException e) {
                problem.accept("STROWGER_KAFKA_PROPERTIES: " + file + " cannot be read: " + e);
              }
            });
    return clients;
  }

  private Duration bodyRetention() {
    Optional<String> text = setting.apply("STROWGER_BODY_RETENTION");
    Matcher match = DURATION.matcher(text.orElse(""));
    if (match.matches()) {
      long amount = Long.parseLong(match.group(1));
      return switch (match.group(2)) {
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        default -> Duration.ofDays(amount);
      };
    }
    text.ifPresent(
        t -> problem.accept("STROWGER_BODY_RETENTION=" + t + ": expected e.g. 30m, 24h or 7d"));
    return KafkaAccess.BODY_RETENTION;
  }

  private RegistrySettings registry() {
    RegistrySettings plain = RegistrySettings.plain(REGISTRY);
    return new RegistrySettings(
        urls().orElse(plain.urls()),
        credentials(),
        new RegistrySettings.Tls(store("TRUSTSTORE"), store("KEYSTORE")),
        registers(),
        plain.requestTimeout(),
        plain.attempts());
  }

  private Optional<List<URI>> urls() {
    Optional<String> text = setting.apply("STROWGER_REGISTRY_URL");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    List<URI> urls = new ArrayList<>();
    for (String part : text.get().split(",")) {
      try {
        URI url = URI.create(part.strip());
        if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
          throw new IllegalArgumentException("not http or https");
        }
        urls.add(url);
      } catch (IllegalArgumentException e) {
        problem.accept(
            "STROWGER_REGISTRY_URL="
                + part
                + ": expected http:// or https:// URLs, several parted by commas");
      }
    }
    return Optional.of(urls).filter(list -> !list.isEmpty());
  }

  private Optional<RegistrySettings.Credentials> credentials() {
    Optional<String> user = setting.apply("STROWGER_REGISTRY_USER");
    Optional<String> password = secret("STROWGER_REGISTRY_PASSWORD");
    if (user.isPresent() != password.isPresent()) {
      problem.accept("STROWGER_REGISTRY_USER and STROWGER_REGISTRY_PASSWORD: set both or neither");
    }
    return user.flatMap(u -> password.map(p -> new RegistrySettings.Credentials(u, p)));
  }

  private Optional<RegistrySettings.Store> store(String kind) {
    String name = "STROWGER_REGISTRY_" + kind;
    Optional<Path> file = setting.apply(name).map(Path::of);
    file.filter(f -> !Files.isReadable(f))
        .ifPresent(f -> problem.accept(name + "=" + f + ": expected a keystore file"));
    return file.filter(Files::isReadable)
        .map(f -> new RegistrySettings.Store(f, secret(name + "_PASSWORD").orElse("")));
  }

  private boolean registers() {
    String text = setting.apply("STROWGER_REGISTRY_REGISTER").orElse("true");
    if (!text.equals("true") && !text.equals("false")) {
      problem.accept("STROWGER_REGISTRY_REGISTER=" + text + ": expected true or false");
    }
    return !text.equals("false");
  }

  private RecordSerdes serdes(RegistrySettings registry, Map<String, Object> clients) {
    Optional<String> serializer = setting.apply("STROWGER_SERIALIZER_CLASS");
    Optional<String> deserializer = setting.apply("STROWGER_DESERIALIZER_CLASS");
    if (serializer.isPresent() != deserializer.isPresent()) {
      problem.accept("STROWGER_SERIALIZER_CLASS and STROWGER_DESERIALIZER_CLASS: set both or none");
    }
    if (serializer.isPresent() && deserializer.isPresent()) {
      return RecordSerdes.plugged(
          serializer.get(), deserializer.get(), pluggedSettings(registry, clients));
    }
    try {
      return new RecordSerdes(new HttpSchemaRegistry(registry));
    } catch (IllegalArgumentException e) {
      problem.accept("STROWGER_REGISTRY_TRUSTSTORE or _KEYSTORE: " + e.getMessage());
      return new RecordSerdes(new InMemorySchemaRegistry());
    }
  }

  /** The registry's settings under the names Confluent's classes give them. */
  static Map<String, Object> pluggedSettings(
      RegistrySettings registry, Map<String, Object> clients) {
    Map<String, Object> settings = new HashMap<>(clients);
    settings.put(
        "schema.registry.url",
        String.join(",", registry.urls().stream().map(URI::toString).toList()));
    settings.put("specific.avro.reader", "true");
    settings.put("avro.remove.java.properties", "true");
    settings.put("auto.register.schemas", Boolean.toString(registry.registers()));
    registry
        .credentials()
        .ifPresent(
            c -> {
              settings.put("basic.auth.credentials.source", "USER_INFO");
              settings.put("basic.auth.user.info", c.user() + ":" + c.password());
            });
    registry.tls().trust().ifPresent(s -> putStore(settings, "truststore", s));
    registry.tls().identity().ifPresent(s -> putStore(settings, "keystore", s));
    return settings;
  }

  private static void putStore(
      Map<String, Object> settings, String kind, RegistrySettings.Store store) {
    settings.put("schema.registry.ssl." + kind + ".location", store.file().toString());
    settings.put("schema.registry.ssl." + kind + ".password", store.password());
  }

  /** A secret by its name, else from the file named by the setting with _FILE. */
  private Optional<String> secret(String name) {
    Optional<String> direct = setting.apply(name);
    return direct.isPresent()
        ? direct
        : setting.apply(name + "_FILE").flatMap(file -> secretIn(name + "_FILE", file));
  }

  private Optional<String> secretIn(String name, String file) {
    try {
      String text = Files.readString(Path.of(file)).strip();
      if (text.isEmpty()) {
        problem.accept(name + "=" + file + ": the file is empty");
      }
      return Optional.of(text).filter(t -> !t.isEmpty());
    } catch (IOException | IllegalArgumentException e) {
      problem.accept(name + "=" + file + ": the file cannot be read");
      return Optional.empty();
    }
  }
}
