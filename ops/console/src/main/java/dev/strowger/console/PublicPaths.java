package dev.strowger.console;

import dev.strowger.process.Probes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** What needs no token: health, metrics and the page, which holds no data of its own. */
final class PublicPaths {
  private PublicPaths() {}

  static void mount(Router router, Probes probes) throws IOException {
    router.get("/health/live").handler(ctx -> health(ctx, 200, "live", Map.of()));
    router
        .get("/health/ready")
        .handler(
            ctx -> {
              Map<String, String> problems = probes.health().problems();
              boolean ready = problems.isEmpty();
              health(ctx, ready ? 200 : 503, ready ? "ready" : "not ready", problems);
            });
    router
        .get("/metrics")
        .handler(
            ctx ->
                ctx.response()
                    .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(probes.scrape()));
    page(router, "/", "index.html", "text/html; charset=utf-8");
    page(router, "/console.js", "console.js", "text/javascript; charset=utf-8");
    page(router, "/console.css", "console.css", "text/css; charset=utf-8");
  }

  private static void health(
      RoutingContext ctx, int status, String word, Map<String, String> problems) {
    JsonObject body = new JsonObject().put("status", word);
    JsonObject named = new JsonObject();
    problems.forEach(named::put);
    ctx.response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json; charset=utf-8")
        .end(body.put("problems", named).encode());
  }

  private static void page(Router router, String path, String resource, String type)
      throws IOException {
    try (InputStream in = PublicPaths.class.getResourceAsStream("page/" + resource)) {
      if (in == null) {
        throw new IOException("the page's " + resource + " is not in the jar");
      }
      Buffer content = Buffer.buffer(in.readAllBytes());
      router
          .get(path)
          .handler(ctx -> ctx.response().putHeader("content-type", type).end(content.copy()));
    }
  }
}
