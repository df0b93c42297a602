package dev.strowger.bench.savings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** ClickHouse's HTTP interface, as its administrator. */
final class ClickHouse implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String JDBC = "jdbc:ch:";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI http;
  private final String database;
  private final String password;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param jdbc {@code jdbc:ch://host:port/database}
   */
  ClickHouse(String jdbc, String password) {
    URI address = URI.create("http:" + jdbc.substring(JDBC.length()));
    this.http = address.resolve("/");
    this.database = address.getPath().substring(1);
    this.password = password;
  }

  /** A query that stands in a file. */
  static String text(String name) {
    try (InputStream in = ClickHouse.class.getResourceAsStream(name + ".sql")) {
      if (in == null) {
        throw new IOException(name + ".sql is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows of a SELECT, as objects. */
  List<JsonNode> rows(String sql) throws IOException, InterruptedException {
    String body = ask("output_format_json_quote_64bit_integers=0", sql + "\nFORMAT JSONEachRow");
    return body.lines().filter(line -> !line.isBlank()).map(ClickHouse::row).toList();
  }

  private static JsonNode row(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void run(String sql) throws IOException, InterruptedException {
    ask("", sql);
  }

  /**
   * @param rows as CSV
   */
  void insert(String table, String rows) throws IOException, InterruptedException {
    String statement = "INSERT INTO " + table + " FORMAT CSV";
    ask("query=" + URLEncoder.encode(statement, StandardCharsets.UTF_8), rows);
  }

  private String ask(String parameters, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(http.resolve("/?database=" + database + "&" + parameters))
            .timeout(TIMEOUT)
            .header("x-clickhouse-user", "default")
            .header("x-clickhouse-key", password)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("ClickHouse says " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
