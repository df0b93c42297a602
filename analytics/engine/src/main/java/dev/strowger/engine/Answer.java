package dev.strowger.engine;

import com.clickhouse.client.api.http.ClickHouseHttpProto;
import com.clickhouse.client.api.internal.CompressedBlockOutputStream;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import net.jpountz.lz4.LZ4Factory;

/** The response to one request: headers once, then the body, in blocks if the client wants them. */
final class Answer {
  private static final int BLOCK_BYTES = 64 << 10;

  private final HttpExchange exchange;
  private final QueryRequest request;
  private final String user;
  private boolean begun;

  Answer(HttpExchange exchange, QueryRequest request, String user) {
    this.exchange = exchange;
    this.request = request;
    this.user = user;
  }

  boolean begun() {
    return begun;
  }

  OutputStream begin(String format, Summary summary) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set(ClickHouseHttpProto.HEADER_FORMAT, format);
    headers.set(ClickHouseHttpProto.HEADER_QUERY_ID, request.queryId());
    headers.set(ClickHouseHttpProto.HEADER_TIMEZONE, "UTC");
    headers.set(ClickHouseHttpProto.HEADER_SRV_SUMMARY, summary.json());
    headers.set(ClickHouseHttpProto.HEADER_SRV_DISPLAY_NAME, "strowger");
    headers.set(ClickHouseHttpProto.HEADER_DB_USER, user);
    begun = true;
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    return request.surroundings().packedAnswer()
        ? new CompressedBlockOutputStream.LZ4OutputStream(
            body, LZ4Factory.fastestInstance().fastCompressor(), BLOCK_BYTES)
        : body;
  }

  void empty(Summary summary) throws IOException {
    begin(request.surroundings().format(), summary).close();
  }

  /** Before {@link #begin}. */
  static void refuse(HttpExchange exchange, EngineException why) throws IOException {
    byte[] text = (why.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
    Headers headers = exchange.getResponseHeaders();
    headers.set(ClickHouseHttpProto.HEADER_EXCEPTION_CODE, Integer.toString(why.code()));
    headers.set("Content-Type", "text/plain; charset=UTF-8");
    exchange.sendResponseHeaders(why.httpStatus(), text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }
}
