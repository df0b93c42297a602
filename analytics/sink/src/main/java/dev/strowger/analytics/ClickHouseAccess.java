package dev.strowger.analytics;

import dev.strowger.process.TlsFiles;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How ClickHouse is reached.
 *
 * @param url for clickhouse-jdbc; names the database, which is made if it is missing
 * @param user may create tables there
 * @param tls for a URL with https: who is trusted instead of the JDK's authorities, and what is
 *     shown of this process
 */
public record ClickHouseAccess(String url, String user, String password, Optional<TlsFiles> tls) {
  private static final Pattern URL =
      Pattern.compile(
          "jdbc:(?:ch|clickhouse):(?:https?:)?//[^/?]+/([A-Za-z_][A-Za-z0-9_]*)(?:\\?.*)?");
  private static final String CONNECT_TIMEOUT_MS = "5000";
  private static final String ANSWER_TIMEOUT_MS = "60000";

  public ClickHouseAccess {
    if (!URL.matcher(url).matches()) {
      throw new IllegalArgumentException(
          "expected a URL such as jdbc:ch://host:8123/database or jdbc:ch:https://host:8443/database");
    }
  }

  public ClickHouseAccess(String url, String user, String password) {
    this(url, user, password, Optional.empty());
  }

  String database() {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      throw new IllegalStateException("checked when this was made");
    }
    return matcher.group(1);
  }

  Connection connect() throws SQLException {
    return connect(url);
  }

  /** Does not need this system's database to be there. */
  Connection connectToServer() throws SQLException {
    return connect(url.replaceFirst("/" + database() + "(?=\\?|$)", "/default"));
  }

  private Connection connect(String to) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    tls.ifPresent(files -> secure(properties, files));
    properties.setProperty("connection_timeout", CONNECT_TIMEOUT_MS);
    properties.setProperty("socket_timeout", ANSWER_TIMEOUT_MS);
    return DriverManager.getConnection(to, properties);
  }

  /** The driver reads the files for each connection. */
  private static void secure(Properties properties, TlsFiles files) {
    files.trusted().ifPresent(file -> properties.setProperty("sslrootcert", file.toString()));
    files
        .identity()
        .ifPresent(
            own -> {
              properties.setProperty("sslcert", own.certificate().toString());
              properties.setProperty("ssl_key", own.key().toString());
            });
  }

  /** Keeps the password out of logs. */
  @Override
  public String toString() {
    return "ClickHouseAccess[" + url + ", user " + user + "]";
  }
}
