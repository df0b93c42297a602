package dev.strowger.ingress;

import dev.strowger.process.Probes;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The paths of the apps' door. Every response bears {@code x-request-id}. */
final class AppsDoor {
  private static final Logger log = LoggerFactory.getLogger(AppsDoor.class);
  static final String REQUEST_ID = "x-request-id";

  private static final String KEPT = Endpoint.RESPONSES.path() + "/:id";
  private static final String INPUT_ITEMS = "/input_items";
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
  private final ModelPages models;
  private final ProbePages probePages;
  private final RequestHandler requests;
  private final KeptHandler kept;
  private final RequestIds ids;
  private final Clock clock;
  private final Persistence persistence;

  AppsDoor(
      Office office,
      ServedModels models,
      Probes probes,
      RequestHandler requests,
      RequestIds ids,
      Clock clock,
      WorkerExecutor workers) {
    this.office = office;
    this.models = new ModelPages(office, models);
    this.probePages = new ProbePages(probes, workers);
    this.requests = requests;
    this.kept = new KeptHandler(office);
    this.ids = ids;
    this.clock = clock;
    this.persistence = new Persistence(office);
  }

  Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(this::name).failureHandler(this::failed);
    // Where a path or a query cannot be decoded, failure handlers of routes are not asked.
    router.errorHandler(400, AppsDoor::undecodable).errorHandler(500, this::failed);
    for (Endpoint endpoint : Endpoint.values()) {
      endpoint(router, endpoint.path(), Set.of(HttpMethod.POST), rc -> ask(rc, endpoint));
    }
    endpoint(router, KEPT, Set.of(HttpMethod.GET, HttpMethod.DELETE), this::kept);
    endpoint(router, KEPT + INPUT_ITEMS, Set.of(HttpMethod.GET), this::kept);
    endpoint(router, ModelPages.PATH, Set.of(HttpMethod.GET), models::all);
    endpoint(router, ModelPages.PATH + "/*", Set.of(HttpMethod.GET), models::one);
    endpoint(router, "/health/live", Set.of(HttpMethod.GET), probePages::live);
    endpoint(router, "/health/ready", Set.of(HttpMethod.GET), probePages::ready);
    endpoint(router, "/metrics", Set.of(HttpMethod.GET), probePages::metrics);
    router.route().handler(this::unknown);
    return router;
  }

  private void endpoint(
      Router router, String path, Set<HttpMethod> methods, Consumer<RoutingContext> handler) {
    Set<HttpMethod> taken = new HashSet<>(methods);
    if (methods.contains(HttpMethod.GET)) {
      taken.add(HttpMethod.HEAD);
    }
    String allow =
        taken.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "))
            + ", OPTIONS";
    router
        .route(path)
        .handler(
            rc -> {
              HttpMethod asked = rc.request().method();
              if (taken.contains(asked)) {
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
    RequestIds.tell(id, rc.response(), errors(rc.request()));
    SecureHeaders.put(rc.request());
    persistence.watch(rc.request(), rc.vertx());
    rc.next();
  }

  private void ask(RoutingContext rc, Endpoint endpoint) {
    Visit visit = visit(rc, endpoint);
    try {
      requests.handle(visit);
    } catch (RuntimeException e) {
      failed(visit, e);
    }
  }

  /** A request that has taken its place gives it back whatever happens. */
  private static void failed(Visit visit, RuntimeException bug) {
    log.atError().addKeyValue("requestId", visit.requestId()).setCause(bug).log("request failed");
    visit.refuse(Refusals.internal());
  }

  private Visit visit(RoutingContext rc, Endpoint endpoint) {
    return new Visit(
        endpoint, id(rc), rc.request(), rc.vertx().getOrCreateContext(), office, clock.instant());
  }

  private void kept(RoutingContext rc) {
    // Before the request takes a place: a query that is no query ends here.
    boolean streamed = rc.request().getParam("stream", "false").equals("true");
    Optional<ItemPage> page =
        ItemPage.of(
            rc.request().getParam("order", ItemPage.DEFAULT_ORDER),
            rc.request().getParam("limit", ItemPage.DEFAULT_LIMIT),
            rc.request().getParam("after", ""));
    String id = Objects.requireNonNullElse(rc.pathParam("id"), "");
    Visit visit = visit(rc, Endpoint.RESPONSES);
    try {
      if (rc.request().method().equals(HttpMethod.DELETE)) {
        kept.delete(visit, id);
      } else if (streamed) {
        visit.refuse(Refusals.noKeptStream());
      } else if (path(rc.request()).endsWith(INPUT_ITEMS)) {
        page.ifPresentOrElse(
            wanted -> kept.inputItems(visit, id, wanted), () -> visit.refuse(Refusals.badPage()));
      } else {
        kept.response(visit, id);
      }
    } catch (RuntimeException e) {
      failed(visit, e);
    }
  }

  private static String id(RoutingContext rc) {
    return Objects.requireNonNull(rc.response().headers().get(REQUEST_ID));
  }

  /** As the path's API has them, also where there is no such path. */
  static ErrorFormat errors(HttpServerRequest request) {
    return path(request).startsWith(Endpoint.MESSAGES.path())
        ? ErrorFormat.ANTHROPIC
        : ErrorFormat.OPENAI;
  }

  static void refuse(RoutingContext rc, OpenAiError error) {
    error.send(rc.response(), errors(rc.request()), id(rc));
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
    if (!response.headers().contains(REQUEST_ID)) {
      // Refused before any handler saw it, e.g. for a Host that is no name.
      RequestIds.tell(ids.next(), response, errors(rc.request()));
    }
    int status = rc.statusCode();
    if (status >= 400 && status < 500) {
      refuse(rc, notUnderstood(status));
      return;
    }
    log.atError()
        .addKeyValue("requestId", response.headers().get(REQUEST_ID))
        .setCause(rc.failure())
        .log("request failed");
    refuse(rc, Refusals.internal());
  }

  private static void undecodable(RoutingContext rc) {
    if (!rc.response().ended()) {
      refuse(rc, notUnderstood(400));
    }
  }

  private static OpenAiError notUnderstood(int status) {
    return OpenAiError.invalid(status, "bad_request", null, "The request cannot be understood.");
  }

  /** Empty for CONNECT and the like. */
  static String path(HttpServerRequest request) {
    String path = request.path();
    return path == null ? "" : path;
  }

  private static String printable(String text) {
    return BadBody.echo(text);
  }
}
