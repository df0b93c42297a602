package dev.strowger.topics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * TLS and SASL of Kafka clients by the usual settings. What they say stands above the file of
 * {@code STROWGER_KAFKA_PROPERTIES}, which is for the unusual: Kerberos, OAuth and the like.
 */
final class KafkaSecurity {
  private static final String PREFIX = "STROWGER_KAFKA_";
  private static final List<String> PROTOCOLS =
      List.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
  private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";
  private static final Map<String, String> MODULES =
      Map.of(
          "PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule",
          "SCRAM-SHA-256", SCRAM,
          "SCRAM-SHA-512", SCRAM);

  private final Function<String, Optional<String>> setting;
  private final Function<String, Optional<String>> secret;
  private final Consumer<String> problem;

  /**
   * @param setting by its whole name
   * @param secret by its whole name, also from the file named by {@code _FILE}
   */
  KafkaSecurity(
      Function<String, Optional<String>> setting,
      Function<String, Optional<String>> secret,
      Consumer<String> problem) {
    this.setting = setting;
    this.secret = secret;
    this.problem = problem;
  }

  void addTo(Map<String, Object> clients) {
    boolean trust = trust(clients);
    boolean identity = identity(clients);
    boolean sasl = sasl(clients);
    Optional<String> asked = setting.apply(PREFIX + "SECURITY_PROTOCOL");
    if (asked.isPresent() && !PROTOCOLS.contains(asked.get())) {
      problem.accept(
          PREFIX + "SECURITY_PROTOCOL=" + asked.get() + ": expected one of " + PROTOCOLS);
    }
    asked.ifPresent(protocol -> clients.put("security.protocol", protocol));
    if (asked.isEmpty() && (trust || identity || sasl)) {
      // Who names a user or a certificate does not mean cleartext.
      clients.putIfAbsent("security.protocol", sasl ? "SASL_SSL" : "SSL");
    }
  }

  private boolean sasl(Map<String, Object> clients) {
    Optional<String> user = setting.apply(PREFIX + "SASL_USER");
    Optional<String> password = secret.apply(PREFIX + "SASL_PASSWORD");
    if (user.isPresent() != password.isPresent()) {
      problem.accept(PREFIX + "SASL_USER and " + PREFIX + "SASL_PASSWORD: set both or neither");
      return false;
    }
    if (user.isEmpty() || password.isEmpty()) {
      return false;
    }
    String mechanism = setting.apply(PREFIX + "SASL_MECHANISM").orElse("SCRAM-SHA-512");
    String module = MODULES.get(mechanism);
    if (module == null) {
      problem.accept(
          PREFIX
              + "SASL_MECHANISM="
              + mechanism
              + ": expected "
              + MODULES.keySet().stream().sorted().toList()
              + "; others by "
              + PREFIX
              + "PROPERTIES");
      return false;
    }
    clients.put("sasl.mechanism", mechanism);
    clients.put(
        "sasl.jaas.config",
        module
            + " required username="
            + quoted(user.get())
            + " password="
            + quoted(password.get())
            + ";");
    return true;
  }

  private boolean trust(Map<String, Object> clients) {
    Optional<Path> pem = file("TLS_CA");
    pem.ifPresent(
        path -> {
          clients.put("ssl.truststore.type", "PEM");
          clients.put("ssl.truststore.location", path.toString());
        });
    Optional<Path> store = file("TRUSTSTORE");
    store.ifPresent(
        path -> {
          clients.put("ssl.truststore.location", path.toString());
          secret
              .apply(PREFIX + "TRUSTSTORE_PASSWORD")
              .ifPresent(word -> clients.put("ssl.truststore.password", word));
        });
    if (pem.isPresent() && store.isPresent()) {
      problem.accept(PREFIX + "TLS_CA and " + PREFIX + "TRUSTSTORE: set one of them");
    }
    return pem.isPresent() || store.isPresent();
  }

  private boolean identity(Map<String, Object> clients) {
    Optional<Path> certificate = file("TLS_CERT");
    Optional<Path> key = file("TLS_KEY");
    if (certificate.isPresent() != key.isPresent()) {
      problem.accept(PREFIX + "TLS_CERT and " + PREFIX + "TLS_KEY: set both or neither");
    } else if (certificate.isPresent() && key.isPresent()) {
      // Kafka takes both from one file or as texts.
      clients.put("ssl.keystore.type", "PEM");
      text(certificate.get(), "TLS_CERT")
          .ifPresent(pem -> clients.put("ssl.keystore.certificate.chain", pem));
      text(key.get(), "TLS_KEY").ifPresent(pem -> clients.put("ssl.keystore.key", pem));
      return true;
    }
    Optional<Path> store = file("KEYSTORE");
    store.ifPresent(
        path -> {
          clients.put("ssl.keystore.location", path.toString());
          secret
              .apply(PREFIX + "KEYSTORE_PASSWORD")
              .ifPresent(word -> clients.put("ssl.keystore.password", word));
        });
    return store.isPresent();
  }

  private Optional<Path> file(String name) {
    Optional<Path> file = setting.apply(PREFIX + name).map(Path::of);
    file.filter(f -> !Files.isReadable(f))
        .ifPresent(f -> problem.accept(PREFIX + name + "=" + f + ": the file cannot be read"));
    return file.filter(Files::isReadable);
  }

  private Optional<String> text(Path file, String name) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      problem.accept(PREFIX + name + "=" + file + ": the file cannot be read");
      return Optional.empty();
    }
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
