package dev.strowger.engine;

import com.clickhouse.client.api.internal.CompressedBlockInputStream;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import net.jpountz.lz4.LZ4Factory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ClickHouse's HTTP interface: one request, one statement. */
final class QueryHandler implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(QueryHandler.class);
  private static final int BLOCK_BYTES = 64 << 10;

  /** Formats without a frame around the rows: chunks of them can follow each other. */
  private static final Set<String> STREAMED =
      Set.of("RowBinaryWithNamesAndTypes", "RowBinary", "Native", "TabSeparated", "JSONEachRow");

  private final Credentials credentials;
  private final Engine engine;

  QueryHandler(Credentials credentials, Engine engine) {
    this.credentials = credentials;
    this.engine = engine;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/ping")) {
      byte[] ok = "Ok.\n".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, ok.length);
      exchange.getResponseBody().write(ok);
      exchange.close();
      return;
    }
    try {
      Role role =
          credentials
              .roleOf(exchange.getRequestHeaders())
              .orElseThrow(
                  () ->
                      EngineException.of(
                          EngineException.AUTHENTICATION_FAILED,
                          "AUTHENTICATION_FAILED",
                          "Authentication failed: password is incorrect, or there is no such user"));
      answer(exchange, role);
    } catch (EngineException e) {
      Answer.refuse(exchange, e);
    }
  }

  private void answer(HttpExchange exchange, Role role) throws IOException {
    QueryRequest request = QueryRequest.of(exchange);
    Answer answer = new Answer(exchange, request, role.user());
    try {
      InputStream body = exchange.getRequestBody();
      Statement statement =
          Statement.read(
              request.query(),
              request.surroundings().packedBody()
                  ? new CompressedBlockInputStream(
                      body, LZ4Factory.fastestInstance().fastDecompressor(), BLOCK_BYTES)
                  : body);
      switch (statement) {
        case Statement.Kill(String queryId) -> {
          engine.kill(queryId);
          answer.empty(Summary.NOTHING);
        }
        case Statement.Insert insert -> answer.empty(engine.insert(role, request, insert));
        case Statement.Plain plain -> run(role, request, plain, answer);
      }
      exchange.close();
    } catch (EngineException e) {
      if (answer.begun()) {
        log.atWarn().addKeyValue("code", e.code()).log("an answer broke off");
        // Leaves the body without its last chunk, by which the client sees that it is not whole.
        throw new IOException("broke off", e);
      }
      throw e;
    }
  }

  private void run(Role role, QueryRequest request, Statement.Plain plain, Answer answer)
      throws IOException {
    String format = plain.format().orElse(request.surroundings().format());
    if (plain.isSelect() && STREAMED.contains(format)) {
      OutputStream[] out = {OutputStream.nullOutputStream()};
      engine.stream(
          role,
          request,
          plain,
          () -> out[0] = answer.begin(format, Summary.NOTHING),
          format.equals("RowBinaryWithNamesAndTypes"));
      out[0].close();
    } else {
      engine.run(role, request, plain, summary -> answer.begin(format, summary));
    }
  }
}
