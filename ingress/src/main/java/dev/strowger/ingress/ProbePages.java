package dev.strowger.ingress;

import dev.strowger.process.Probes;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** {@code /health/live}, {@code /health/ready} and {@code /metrics}. */
final class ProbePages {
  private final Probes probes;
  private final WorkerExecutor workers;

  ProbePages(Probes probes, WorkerExecutor workers) {
    this.probes = probes;
    this.workers = workers;
  }

  void live(RoutingContext rc) {
    Pages.json(rc, 200, new JsonObject().put("status", "live").toBuffer().getBytes());
  }

  void ready(RoutingContext rc) {
    Map<String, String> problems = new TreeMap<>(probes.health().problems());
    JsonObject body = new JsonObject().put("status", problems.isEmpty() ? "ready" : "not ready");
    if (!problems.isEmpty()) {
      JsonObject why = new JsonObject();
      problems.forEach(why::put);
      body.put("problems", why);
    }
    Pages.json(rc, problems.isEmpty() ? 200 : 503, body.toBuffer().getBytes());
  }

  void metrics(RoutingContext rc) {
    workers
        .executeBlocking(probes::scrape, false)
        .onSuccess(
            text -> {
              rc.response().putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8");
              Pages.body(rc, text.getBytes(StandardCharsets.UTF_8));
            })
        .onFailure(rc::fail);
  }
}
