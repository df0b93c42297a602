package dev.strowger.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What any client of ClickHouse's HTTP interface may expect. */
class HttpInterfaceIT {
  @TempDir static Path directory;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static RunningEngine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = RunningEngine.start(directory);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void answersPingWithoutAPassword() throws Exception {
    HttpRequest ping = HttpRequest.newBuilder(address("ping")).build();

    assertThat(CLIENT.send(ping, HttpResponse.BodyHandlers.ofString()).body()).isEqualTo("Ok.\n");
  }

  @Test
  void wantsAPasswordForAQuery() throws Exception {
    HttpRequest query =
        HttpRequest.newBuilder(address(""))
            .POST(HttpRequest.BodyPublishers.ofString("SELECT 1"))
            .build();

    HttpResponse<String> response = CLIENT.send(query, HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.headers().firstValue("X-ClickHouse-Exception-Code")).contains("516");
  }

  @Test
  void answersInTheFormatAskedFor() throws Exception {
    assertThat(ask("", "SELECT 1 AS a, 'x' AS b FORMAT JSONEachRow").body())
        .isEqualTo("{\"a\":1,\"b\":\"x\"}\n");
    assertThat(ask("default_format=CSVWithNames", "SELECT 1 AS a").body()).isEqualTo("\"a\"\n1\n");
  }

  @Test
  void bindsParameters() throws Exception {
    assertThat(ask("param_n=41&param_s=o%27k", "SELECT {n:Int32} + 1, {s:String}").body())
        .isEqualTo("42\to\\'k\n");
  }

  @Test
  void appliesASettingToOneQueryOnly() throws Exception {
    assertThat(ask("max_threads=3", "SELECT getSetting('max_threads')").body()).isEqualTo("3\n");
    for (int i = 0; i < 6; i++) {
      assertThat(ask("", "SELECT getSetting('max_threads')").body()).isNotEqualTo("3\n");
    }
  }

  @Test
  void keepsTemporaryTablesInASession() throws Exception {
    ask("session_id=s1", "CREATE TEMPORARY TABLE mine (a Int32)");
    ask("session_id=s1", "INSERT INTO mine VALUES (7)");

    assertThat(ask("session_id=s1", "SELECT a FROM mine").body()).isEqualTo("7\n");
    assertThat(ask("session_id=s2", "SELECT a FROM mine").statusCode()).isEqualTo(404);
  }

  @Test
  void runsOneStatementOnly() throws Exception {
    HttpResponse<String> response = ask("", "SELECT 1; DROP TABLE x");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("Multi-statements are not allowed");
  }

  @Test
  void takesDataOfAnInsertFromTheBody() throws Exception {
    ask("", "CREATE TABLE posted (a Int32, b String) ENGINE = MergeTree ORDER BY a");

    HttpResponse<String> inserted =
        ask("query=" + encoded("INSERT INTO posted FORMAT CSV"), "1,\"one\n\nSELECT\"\n2,two\n");

    assertThat(inserted.statusCode()).isEqualTo(200);
    assertThat(inserted.headers().firstValue("X-ClickHouse-Summary").orElseThrow())
        .contains("\"written_rows\":\"2\"");
    assertThat(ask("", "SELECT count(), sum(a) FROM posted").body()).isEqualTo("2\t3\n");
  }

  @Test
  void namesTheErrorOfTheEngine() throws Exception {
    HttpResponse<String> response = ask("", "SELECT * FROM nowhere");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("X-ClickHouse-Exception-Code")).contains("60");
    assertThat(response.body()).startsWith("Code: 60. DB::Exception: ");
  }

  private static HttpResponse<String> ask(String parameters, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(address("?" + parameters))
            .header("X-ClickHouse-User", "default")
            .header("X-ClickHouse-Key", "admin-password")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static URI address(String rest) {
    return URI.create("http://127.0.0.1:" + engine.engine().port() + "/" + rest);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
