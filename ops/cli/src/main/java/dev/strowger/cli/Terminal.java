package dev.strowger.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.strowger.process.Settings;
import dev.strowger.process.SettingsException;
import dev.strowger.process.TlsFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What a command has around it.
 *
 * @param environment of the process
 * @param root of the installation: {@code data/} and {@code compose/config/} are looked for here
 */
record Terminal(Map<String, String> environment, Path root, PrintWriter out, PrintWriter err) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  Terminal {
    environment = Map.copyOf(environment);
  }

  /** The root is STROWGER_HOME, else the working directory. */
  static Terminal of(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    return new Terminal(
        environment, Path.of(environment.getOrDefault("STROWGER_HOME", ".")), out, err);
  }

  ConsoleClient console() {
    return new ConsoleClient(
        url("STROWGER_CONSOLE_URL", "http://127.0.0.1:8090"),
        secret("STROWGER_ADMIN_TOKEN", data("admin.token")),
        data("admin.token"),
        tls("STROWGER_CLI"));
  }

  /** {@code <prefix>_TLS_CA}, {@code _TLS_CERT} and {@code _TLS_KEY}; empty: the JDK's. */
  Optional<SSLContext> tls(String prefix) {
    Settings settings = new Settings(environment);
    Optional<TlsFiles> files = TlsFiles.client(settings, prefix);
    try {
      return settings.orThrow(files).map(TlsFiles::context);
    } catch (SettingsException e) {
      throw new CallFailedException(String.valueOf(e.getMessage()));
    }
  }

  /** A file of the data directory. */
  Path data(String name) {
    String data = environment.getOrDefault("STROWGER_DATA", "data");
    return root.resolve(data).resolve(name);
  }

  URI url(String variable, String otherwise) {
    String text = environment.getOrDefault(variable, otherwise);
    try {
      URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      if (uri.getHost() != null && uri.getScheme() != null && uri.getScheme().startsWith("http")) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new CallFailedException(variable + "=" + text + " is not an http or https URL");
  }

  /** A secret from the environment, else from a file. */
  Optional<String> secret(String variable, Path file) {
    String given = environment.getOrDefault(variable, "").strip();
    if (!given.isEmpty()) {
      return Optional.of(given);
    }
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException e) {
      throw new CallFailedException("cannot read " + file + ": " + e.getMessage());
    }
  }

  void print(JsonNode json) {
    try {
      out.println(JSON.writeValueAsString(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that cannot be written", e);
    }
  }
}
