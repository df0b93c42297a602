package dev.strowger.ingress;

import dev.strowger.process.Probes;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The paths of the apps' door. Every response bears {@code x-request-id}. */
final class AppsDoor {
  private static final Logger log = LoggerFactory.getLogger(AppsDoor.class);
  static final String REQUEST_ID = "x-request-id";

  /** Tells a client's pool when to give up a connection, so that we never do so first. */
  static final String KEEP_ALIVE = "keep-alive";

  private static final String MODELS = "/v1/models";
  private static final String PATHS =
      "POST /v1/chat/completions, GET /v1/models, GET /v1/models/{id}, GET /health/live,"
          + " GET /health/ready, GET /metrics";

  private final Office office;
  private final ServedModels models;
  private final Probes probes;
  private final ChatHandler chat;
  private final RequestIds ids;
  private final Clock clock;
  private final WorkerExecutor workers;
  private final String keepAlive;

  AppsDoor(
      Office office,
      ServedModels models,
      Probes probes,
      ChatHandler chat,
      RequestIds ids,
      Clock clock,
      WorkerExecutor workers) {
    this.office = office;
    this.models = models;
    this.probes = probes;
    this.chat = chat;
    this.ids = ids;
    this.clock = clock;
    this.workers = workers;
    // A tenth less: for pools that look at the clock now and then, and for what is on its way.
    long seconds = office.config().times().keepAlive().multipliedBy(9).dividedBy(10).toSeconds();
    this.keepAlive = seconds == 0 ? "" : "timeout=" + seconds;
  }

  Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(this::name).failureHandler(this::failed);
    endpoint(router, "/v1/chat/completions", HttpMethod.POST, this::chat);
    endpoint(router, MODELS, HttpMethod.GET, this::models);
    endpoint(router, MODELS + "/*", HttpMethod.GET, this::model);
    endpoint(router, "/health/live", HttpMethod.GET, this::live);
    endpoint(router, "/health/ready", HttpMethod.GET, this::ready);
    endpoint(router, "/metrics", HttpMethod.GET, this::metrics);
    router.route().handler(this::unknown);
    return router;
  }

  private void endpoint(
      Router router, String path, HttpMethod method, Consumer<RoutingContext> handler) {
    String allow = method.equals(HttpMethod.GET) ? "GET, HEAD, OPTIONS" : method + ", OPTIONS";
    router
        .route(path)
        .handler(
            rc -> {
              HttpMethod asked = rc.request().method();
              boolean head = method.equals(HttpMethod.GET) && asked.equals(HttpMethod.HEAD);
              if (asked.equals(method) || head) {
                handler.accept(rc);
              } else if (asked.equals(HttpMethod.OPTIONS)) {
                rc.response().setStatusCode(204).putHeader("allow", allow).end();
              } else {
                rc.response().putHeader("allow", allow);
                OpenAiError.invalid(
                        405,
                        "method_not_allowed",
                        null,
                        "This path takes " + allow + " only, not " + printable(asked.name()) + ".")
                    .send(rc.response());
              }
            });
  }

  private void name(RoutingContext rc) {
    rc.response().putHeader(REQUEST_ID, ids.next());
    if (!keepAlive.isEmpty() && rc.request().version() == HttpVersion.HTTP_1_1) {
      rc.response().putHeader(KEEP_ALIVE, keepAlive);
    }
    rc.next();
  }

  private void chat(RoutingContext rc) {
    String id = Objects.requireNonNull(rc.response().headers().get(REQUEST_ID));
    chat.handle(
        new Visit(id, rc.request(), rc.vertx().getOrCreateContext(), office, clock.instant()));
  }

  private void models(RoutingContext rc) {
    if (authenticated(rc)) {
      json(rc, 200, models.list());
    }
  }

  private void model(RoutingContext rc) {
    if (!authenticated(rc)) {
      return;
    }
    String path = path(rc.request());
    String id = path.length() > MODELS.length() ? path.substring(MODELS.length() + 1) : "";
    String decoded = URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
    models
        .one(decoded)
        .ifPresentOrElse(
            found -> json(rc, 200, found),
            () ->
                OpenAiError.invalid(
                        404,
                        "model_not_found",
                        "model",
                        "The model '"
                            + BadBody.echo(decoded)
                            + "' is not served here; GET /v1/models lists what is.")
                    .send(rc.response()));
  }

  private boolean authenticated(RoutingContext rc) {
    return switch (office.authenticator().check(rc.request().getHeader("authorization"))) {
      case Authenticator.Verdict.Known _ -> true;
      case Authenticator.Verdict.Refused(OpenAiError error) -> {
        error.send(rc.response());
        yield false;
      }
    };
  }

  private void live(RoutingContext rc) {
    json(rc, 200, new JsonObject().put("status", "live").toBuffer().getBytes());
  }

  private void ready(RoutingContext rc) {
    Map<String, String> problems = new TreeMap<>(probes.health().problems());
    JsonObject body = new JsonObject().put("status", problems.isEmpty() ? "ready" : "not ready");
    if (!problems.isEmpty()) {
      JsonObject why = new JsonObject();
      problems.forEach(why::put);
      body.put("problems", why);
    }
    json(rc, problems.isEmpty() ? 200 : 503, body.toBuffer().getBytes());
  }

  private void metrics(RoutingContext rc) {
    workers
        .executeBlocking(probes::scrape, false)
        .onSuccess(
            text -> {
              rc.response().putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8");
              body(rc, text.getBytes(StandardCharsets.UTF_8));
            })
        .onFailure(rc::fail);
  }

  private static void json(RoutingContext rc, int status, byte[] bytes) {
    rc.response().setStatusCode(status).putHeader("content-type", "application/json");
    body(rc, bytes);
  }

  private static void body(RoutingContext rc, byte[] bytes) {
    rc.response().putHeader("content-length", Integer.toString(bytes.length));
    if (rc.request().method().equals(HttpMethod.HEAD)) {
      rc.response().end();
    } else {
      rc.response().end(Buffer.buffer(bytes));
    }
  }

  private void unknown(RoutingContext rc) {
    OpenAiError.invalid(
            404,
            "unknown_url",
            null,
            "There is no "
                + printable(rc.request().method().name())
                + " "
                + printable(path(rc.request()))
                + " here. These exist: "
                + PATHS
                + ".")
        .send(rc.response());
  }

  private void failed(RoutingContext rc) {
    HttpServerResponse response = rc.response();
    if (response.ended() || response.headWritten()) {
      rc.request().connection().close();
      return;
    }
    int status = rc.statusCode();
    if (status >= 400 && status < 500) {
      OpenAiError.invalid(status, "bad_request", null, "The request cannot be understood.")
          .send(response);
      return;
    }
    log.atError()
        .addKeyValue("requestId", response.headers().get(REQUEST_ID))
        .setCause(rc.failure())
        .log("request failed");
    Refusals.internal().send(response);
  }

  /** A request whose first line or headers are no HTTP, or too long. */
  void invalid(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    HttpServerResponse response = request.response();
    response.putHeader(REQUEST_ID, ids.next()).putHeader("connection", "close");
    refusal(cause).send(response).onComplete(sent -> request.connection().close());
  }

  private OpenAiError refusal(Throwable cause) {
    return switch (cause) {
      case io.netty.handler.codec.http.TooLongHttpLineException _ ->
          OpenAiError.invalid(414, "uri_too_long", null, "The request line is too long.");
      case io.netty.handler.codec.http.TooLongHttpHeaderException _ ->
          OpenAiError.invalid(
              431,
              "headers_too_large",
              null,
              "The headers are larger than "
                  + office.config().bounds().maxHeaderBytes()
                  + " bytes.");
      case DecoderException _ ->
          OpenAiError.invalid(400, "bad_request", null, "The request is not valid HTTP.");
      default -> OpenAiError.invalid(400, "bad_request", null, "The request is not valid HTTP.");
    };
  }

  /** Empty for CONNECT and the like. */
  private static String path(HttpServerRequest request) {
    String path = request.path();
    return path == null ? "" : path;
  }

  private static String printable(String text) {
    return BadBody.echo(text);
  }
}
