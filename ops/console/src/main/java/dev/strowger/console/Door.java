package dev.strowger.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.process.Probes;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every call passes before an endpoint sees it, and the one place where what an endpoint
 * throws becomes an answer.
 */
final class Door {
  private static final Logger log = LoggerFactory.getLogger(Door.class);

  /** Larger bodies are refused: all files of a policy, escaped, and a classifier's model. */
  static final int MAX_BODY_BYTES = 16 << 20;

  private static final String OPERATOR = "operator";
  private static final String FORBIDDEN = "forbidden";

  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Router router;
  private final Operators operators;
  private final FailedLogins failed;
  private final Actions actions;
  private final Set<String> hosts;
  private final Probes probes;
  private final ObjectMapper json;

  /** Who is let in, who is not for now, and where it is written down what was done. */
  record Guards(Operators operators, FailedLogins failed, Actions actions) {}

  /**
   * @param json writes answers
   */
  Door(
      Router router, Guards guards, ConsoleConfig.Listen listen, Probes probes, ObjectMapper json) {
    this.router = router;
    this.operators = guards.operators();
    this.failed = guards.failed();
    this.actions = guards.actions();
    this.hosts =
        Stream.concat(
                Stream.of("127.0.0.1", "localhost", "::1", listen.host()),
                listen.allowedHosts().stream())
            .map(h -> h.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    this.probes = probes;
    this.json = json;
    router.route().handler(this::secure);
    router.route("/admin/*").handler(this::authenticate);
    router.route("/admin/*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    router.errorHandler(404, ctx -> send(ctx, Refusal.notFound("no such path").reply()));
    router.errorHandler(
        405,
        ctx ->
            send(
                ctx, Refusal.of(405, "method_not_allowed", "this path has other methods").reply()));
    router.errorHandler(413, this::tooLarge);
    router.errorHandler(400, ctx -> send(ctx, Refusal.of(400, "bad_request", "bad call").reply()));
    router.errorHandler(500, this::unexpected);
  }

  /**
   * Serves an endpoint as its {@link Rule} says; the work is done on the bench.
   *
   * @throws IllegalStateException if there is no rule for it
   */
  void serve(HttpMethod method, String path, Workbench bench, Endpoint endpoint) {
    String name = method + " " + path;
    Rule rule = Rule.of(name);
    router
        .route(method, path)
        .handler(
            ctx -> {
              Operator by = Objects.requireNonNull(ctx.get(OPERATOR));
              Actions.Deed deed = new Actions.Deed(by, address(ctx), rule.action());
              Endpoint guarded =
                  rule.right().has(by.role())
                      ? guarded(rule, deed, endpoint, name)
                      : call -> forbidden(deed, call, rule);
              Context context = ctx.vertx().getOrCreateContext();
              Buffer body = ctx.body().buffer();
              byte[] bytes = body == null ? new byte[0] : body.getBytes();
              Map<String, String> segments = Map.copyOf(ctx.pathParams());
              Map<String, String> query = new HashMap<>();
              ctx.queryParams().forEach(e -> query.put(e.getKey(), e.getValue()));
              try {
                bench.execute(
                    () -> {
                      Reply reply =
                          answer(guarded, () -> Call.of(segments, query, bytes, json), name);
                      context.runOnContext(v -> send(ctx, reply));
                    });
              } catch (RejectedExecutionException e) {
                ctx.response().putHeader("retry-after", "1");
                send(ctx, Refusal.of(503, "busy", "too many calls at once; try again").reply());
              }
            });
  }

  private Endpoint guarded(Rule rule, Actions.Deed deed, Endpoint endpoint, String name) {
    if (rule.ifShown()) {
      return call -> actions.shown(deed, call, endpoint.answer(call));
    }
    return rule.recorded() ? call -> recorded(deed, call, endpoint, name) : endpoint;
  }

  private Reply recorded(Actions.Deed deed, Call call, Endpoint endpoint, String name)
      throws InterruptedException {
    return actions.record(deed, call, same -> tried(endpoint, () -> same, name));
  }

  private Reply forbidden(Actions.Deed deed, Call call, Rule rule) throws InterruptedException {
    if (rule.named()) {
      actions.refused(deed, call, FORBIDDEN);
    }
    throw Refusal.of(
        403,
        FORBIDDEN,
        "a "
            + Operators.text(deed.by().role())
            + " may not do this; it takes one of "
            + rule.right().roles().stream().map(Operators::text).sorted().toList());
  }

  private static Reply tried(Endpoint endpoint, Supplier<Call> call, String name) {
    try {
      return endpoint.answer(call.get());
    } catch (Refusal e) {
      return e.reply();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Refusal.of(503, "stopping", "the console is stopping").reply();
    } catch (Exception e) {
      log.atError().addKeyValue("endpoint", name).setCause(e).log("endpoint failed");
      return internal(e);
    }
  }

  private Reply answer(Endpoint endpoint, Supplier<Call> call, String name) {
    Reply reply = tried(endpoint, call, name);
    probes
        .meters()
        .counter(
            "strowger.console.calls", "endpoint", name, "status", Integer.toString(reply.status()))
        .increment();
    return reply;
  }

  private static Reply internal(Throwable failure) {
    return Reply.error(
        500,
        "internal",
        Optional.empty(),
        "the console could not do this (" + failure.getClass().getSimpleName() + "); see its log");
  }

  private void secure(RoutingContext ctx) {
    ctx.response()
        .putHeader("content-security-policy", CONTENT_POLICY)
        .putHeader("x-content-type-options", "nosniff")
        .putHeader("x-frame-options", "DENY")
        .putHeader("referrer-policy", "no-referrer")
        .putHeader("cross-origin-resource-policy", "same-origin")
        .putHeader("cache-control", "no-store");
    if (ctx.request().isSSL()) {
      ctx.response().putHeader("strict-transport-security", "max-age=31536000");
    }
    HostAndPort authority = ctx.request().authority();
    if (authority == null || !hosts.contains(bare(authority.host()))) {
      // A page of another site whose name was pointed at loopback must not reach this door.
      send(
          ctx,
          Refusal.of(
                  421,
                  "unknown_host",
                  "this door does not answer to that Host; see STROWGER_CONSOLE_ALLOWED_HOSTS")
              .reply());
      return;
    }
    ctx.next();
  }

  private static String bare(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.startsWith("[") && lower.endsWith("]")
        ? lower.substring(1, lower.length() - 1)
        : lower;
  }

  private void authenticate(RoutingContext ctx) {
    String address = address(ctx);
    if (failed.tooMany(address)) {
      ctx.response().putHeader("retry-after", Long.toString(FailedLogins.WINDOW.toSeconds()));
      send(
          ctx,
          Refusal.of(
                  429,
                  "too_many_failed_logins",
                  "too many calls with a wrong token came from this address; wait a minute")
              .reply());
      return;
    }
    String authorization = ctx.request().getHeader("authorization");
    Optional<Operator> operator = operators.known(authorization);
    if (operator.isPresent()) {
      ctx.put(OPERATOR, operator.get());
      ctx.next();
      return;
    }
    if (authorization != null) {
      failed.failed(address);
      log.atWarn().addKeyValue("address", address).log("a wrong token was shown at this door");
    }
    ctx.response().putHeader("www-authenticate", "Bearer realm=\"strowger console\"");
    send(
        ctx,
        Refusal.of(
                401,
                "invalid_admin_token",
                "send an operator's key or the admin token as Authorization: Bearer <token>")
            .reply());
  }

  private static String address(RoutingContext ctx) {
    SocketAddress peer = ctx.request().remoteAddress();
    String host = peer == null ? null : peer.hostAddress();
    return host == null ? "unknown" : host;
  }

  private void tooLarge(RoutingContext ctx) {
    if (ctx.request().version() != HttpVersion.HTTP_2) {
      // The rest of the body is not waited for.
      ctx.response().putHeader("connection", "close");
    }
    send(
        ctx,
        Refusal.of(
                413,
                "body_too_large",
                "the body is larger than " + MAX_BODY_BYTES + " bytes, the limit of this door")
            .reply());
  }

  private void unexpected(RoutingContext ctx) {
    Throwable failure = ctx.failure();
    log.atError().setCause(failure).log("call failed at the door");
    send(ctx, internal(failure == null ? new IllegalStateException() : failure));
  }

  private void send(RoutingContext ctx, Reply reply) {
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return;
    }
    try {
      byte[] body = json.writeValueAsBytes(reply.body());
      response
          .setStatusCode(reply.status())
          .putHeader("content-type", "application/json; charset=utf-8")
          .end(Buffer.buffer(body));
    } catch (JsonProcessingException e) {
      log.atError().setCause(e).log("an answer cannot be written as JSON");
      // Of texts only, so that it can be.
      send(ctx, internal(e));
    }
  }
}
