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
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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

  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Router router;
  private final AdminToken token;
  private final Set<String> hosts;
  private final Probes probes;
  private final ObjectMapper json;

  /**
   * @param json writes answers
   */
  Door(
      Router router,
      AdminToken token,
      ConsoleConfig.Listen listen,
      Probes probes,
      ObjectMapper json) {
    this.router = router;
    this.token = token;
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

  /** Serves an endpoint; the work is done on the bench. */
  void serve(HttpMethod method, String path, Workbench bench, Endpoint endpoint) {
    router
        .route(method, path)
        .handler(
            ctx -> {
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
                          answer(
                              endpoint,
                              () -> Call.of(segments, query, bytes, json),
                              method + " " + path);
                      context.runOnContext(v -> send(ctx, reply));
                    });
              } catch (RejectedExecutionException e) {
                ctx.response().putHeader("retry-after", "1");
                send(ctx, Refusal.of(503, "busy", "too many calls at once; try again").reply());
              }
            });
  }

  private Reply answer(Endpoint endpoint, Supplier<Call> call, String name) {
    Reply reply;
    try {
      reply = endpoint.answer(call.get());
    } catch (Refusal e) {
      reply = e.reply();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reply = Refusal.of(503, "stopping", "the console is stopping").reply();
    } catch (Exception e) {
      log.atError().addKeyValue("endpoint", name).setCause(e).log("endpoint failed");
      reply = internal(e);
    }
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
    if (token.matches(ctx.request().getHeader("authorization"))) {
      ctx.next();
      return;
    }
    ctx.response().putHeader("www-authenticate", "Bearer realm=\"strowger console\"");
    send(
        ctx,
        Refusal.of(
                401, "invalid_admin_token", "send the admin token as Authorization: Bearer <token>")
            .reply());
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
      response
          .setStatusCode(reply.status())
          .putHeader("content-type", "application/json; charset=utf-8")
          .end(Buffer.buffer(json.writeValueAsBytes(reply.body())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that cannot be written as JSON", e);
    }
  }
}
