package dev.strowger.engine;

import com.clickhouse.client.api.http.ClickHouseHttpProto;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one HTTP request asks for, its body apart.
 *
 * @param query SQL given in the address; the body then is data
 * @param queryId by which the query can be killed
 * @param session keeps settings and temporary tables between requests
 * @param surroundings database and format
 * @param settings of the engine, for this query
 * @param parameters values of placeholders
 */
record QueryRequest(
    Optional<String> query,
    String queryId,
    Optional<String> session,
    Surroundings surroundings,
    Map<String, String> settings,
    Map<String, String> parameters) {

  /**
   * @param database unqualified names are looked up in
   * @param format of the answer where the SQL names none
   * @param packedAnswer LZ4 blocks wanted
   * @param packedBody body comes in blocks
   */
  record Surroundings(String database, String format, boolean packedAnswer, boolean packedBody) {}

  private static final Pattern SETTING = Pattern.compile("[a-z][a-z0-9_]{0,99}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

  /** Parameters of the interface itself, which are not settings of the engine. */
  private static final Set<String> OWN =
      Set.of(
          "query",
          "query_id",
          "session_id",
          "session_check",
          "session_timeout",
          "session_timezone",
          "user",
          "password",
          "database",
          "default_format",
          "compress",
          "decompress",
          "role",
          "wait_end_of_query",
          "buffer_size",
          "enable_http_compression",
          "quota_key",
          "client_protocol_version",
          "stacktrace",
          "add_http_cors_header",
          "http_write_exception_in_output_format");

  static QueryRequest of(HttpExchange exchange) {
    Map<String, String> all = split(exchange.getRequestURI().getRawQuery());
    Map<String, String> settings = new LinkedHashMap<>();
    Map<String, String> parameters = new LinkedHashMap<>();
    all.forEach(
        (name, value) -> {
          if (name.startsWith("param_")) {
            parameters.put(name.substring("param_".length()), value);
          } else if (!OWN.contains(name)) {
            settings.put(checked(SETTING, name, "a setting's name"), value);
          }
        });
    Headers headers = exchange.getRequestHeaders();
    return new QueryRequest(
        Optional.ofNullable(all.get(ClickHouseHttpProto.QPARAM_QUERY_STMT)),
        checked(
            ID,
            all.getOrDefault(ClickHouseHttpProto.QPARAM_QUERY_ID, UUID.randomUUID().toString()),
            "a query_id"),
        Optional.ofNullable(all.get(ClickHouseHttpProto.QPARAM_SESSION_ID))
            .map(id -> checked(ID, id, "a session_id")),
        new Surroundings(
            first(
                all.get("database"),
                headers.getFirst(ClickHouseHttpProto.HEADER_DATABASE),
                "default"),
            first(
                headers.getFirst(ClickHouseHttpProto.HEADER_FORMAT),
                all.get("default_format"),
                "TabSeparated"),
            isOn(all.get(ClickHouseHttpProto.QPARAM_COMPRESS)),
            isOn(all.get(ClickHouseHttpProto.QPARAM_DECOMPRESS))),
        settings,
        parameters);
  }

  private static Map<String, String> split(@Nullable String rawQuery) {
    Map<String, String> all = new LinkedHashMap<>();
    if (rawQuery != null) {
      for (String pair : rawQuery.split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          all.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
      }
    }
    return all;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String checked(Pattern pattern, String text, String what) {
    if (!pattern.matcher(text).matches()) {
      throw EngineException.of(36, "BAD_ARGUMENTS", "Not " + what);
    }
    return text;
  }

  private static boolean isOn(@Nullable String value) {
    return value != null && (value.equals("1") || value.equals("true"));
  }

  private static String first(@Nullable String one, @Nullable String two, String otherwise) {
    if (one != null && !one.isEmpty()) {
      return one;
    }
    return two != null && !two.isEmpty() ? two : otherwise;
  }
}
