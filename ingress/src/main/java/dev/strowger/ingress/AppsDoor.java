package dev.strowger.ingress;

import dev.strowger.process.Probes;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
      Arrays.stream(Endpoint.values())
          .map(endpoint -> "POST " + endpoint.path())
          .collect(
              Collectors.joining(
                  ", ",
                  "",
                  ", GET and DELETE /v1/responses/{id}, GET /v1/responses/{id}/input_items, GET"
                      + " /v1/models, GET /v1/models/{id}, GET /health/live, GET /health/ready,"
                      + " GET /metrics"));

  private final Office office;
  private final ServedModels models;
  private final ProbePages probePages;
  private final RequestHandler requests;
  private final KeptHandler kept;
  private final RequestIds ids;
  private final Clock clock;
  private final String keepAlive;

  AppsDoor(
      Office office,
      ServedModels models,
      Probes probes,
      RequestHandler requests,
      RequestIds ids,
      Clock clock,
      WorkerExecutor workers) {
    this.office = office;
    this.models = models;
    this.probePages = new ProbePages(probes, workers);
    this.requests = requests;
    this.kept = new KeptHandler(office);
    this.ids = ids;
    this.clock = clock;
    // A tenth less: for pools that look at the clock now and then, and for what is on its way.
    long seconds = office.config().times().keepAlive().multipliedBy(9).dividedBy(10).toSeconds();
    this.keepAlive = seconds == 0 ? "" : "timeout=" + seconds;
  }

  Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(this::name).failureHandler(this::failed);
    for (Endpoint endpoint : Endpoint.values()) {
      endpoint(router, endpoint.path(), HttpMethod.POST, rc -> ask(rc, endpoint));
    }
    router.get(Endpoint.RESPONSES.path() + "/*").handler(kept::handle);
    router.delete(Endpoint.RESPONSES.path() + "/*").handler(kept::handle);
    endpoint(router, MODELS, HttpMethod.GET, this::models);
    endpoint(router, MODELS + "/*", HttpMethod.GET, this::model);
    endpoint(router, "/health/live", HttpMethod.GET, probePages::live);
    endpoint(router, "/health/ready", HttpMethod.GET, probePages::ready);
    endpoint(router, "/metrics", HttpMethod.GET, probePages::metrics);
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
                refuse(
                    rc,
                    OpenAiError.invalid(
                        405,
                        "method_not_allowed",
                        null,
                        "This path takes "
                            + allow
                            + " only, not "
                            + printable(asked.name())
                            + "."));
              }
            });
  }

  private void name(RoutingContext rc) {
    String id = ids.next();
    rc.response().putHeader(REQUEST_ID, id);
    if (errors(rc) == ErrorFormat.ANTHROPIC) {
      rc.response().putHeader("request-id", id);
    }
    if (!keepAlive.isEmpty() && rc.request().version() == HttpVersion.HTTP_1_1) {
      rc.response().putHeader(KEEP_ALIVE, keepAlive);
    }
    rc.next();
  }

  private void ask(RoutingContext rc, Endpoint endpoint) {
    requests.handle(
        new Visit(
            endpoint,
            id(rc),
            rc.request(),
            rc.vertx().getOrCreateContext(),
            office,
            clock.instant()));
  }

  private static String id(RoutingContext rc) {
    return Objects.requireNonNull(rc.response().headers().get(REQUEST_ID));
  }

  /** As the path's API has them, also where there is no such path. */
  private static ErrorFormat errors(RoutingContext rc) {
    return path(rc.request()).startsWith(Endpoint.MESSAGES.path())
        ? ErrorFormat.ANTHROPIC
        : ErrorFormat.OPENAI;
  }

  private static void refuse(RoutingContext rc, OpenAiError error) {
    error.send(rc.response(), errors(rc), id(rc));
  }

  private void models(RoutingContext rc) {
    if (authenticated(rc)) {
      Pages.json(rc, 200, models.list());
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
            found -> Pages.json(rc, 200, found),
            () ->
                refuse(
                    rc,
                    OpenAiError.invalid(
                        404,
                        "model_not_found",
                        "model",
                        "The model '"
                            + BadBody.echo(decoded)
                            + "' is not served here; GET /v1/models lists what is.")));
  }

  private boolean authenticated(RoutingContext rc) {
    return switch (office.authenticator().check(rc.request())) {
      case Authenticator.Verdict.Known _ -> true;
      case Authenticator.Verdict.Refused(OpenAiError error) -> {
        refuse(rc, error);
        yield false;
      }
    };
  }

  private void unknown(RoutingContext rc) {
    refuse(
        rc,
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
                + "."));
  }

  private void failed(RoutingContext rc) {
    HttpServerResponse response = rc.response();
    if (response.ended() || response.headWritten()) {
      rc.request().connection().close();
      return;
    }
    int status = rc.statusCode();
    if (status >= 400 && status < 500) {
      refuse(
          rc,
          OpenAiError.invalid(status, "bad_request", null, "The request cannot be understood."));
      return;
    }
    log.atError()
        .addKeyValue("requestId", response.headers().get(REQUEST_ID))
        .setCause(rc.failure())
        .log("request failed");
    refuse(rc, Refusals.internal());
  }

  /** A request whose first line or headers are no HTTP, or too long. */
  void invalid(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    HttpServerResponse response = request.response();
    String id = ids.next();
    response.putHeader(REQUEST_ID, id).putHeader("connection", "close");
    refusal(cause)
        .send(response, ErrorFormat.OPENAI, id)
        .onComplete(sent -> request.connection().close());
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
