package dev.strowger.worker;

import dev.strowger.channel.Channel;
import dev.strowger.process.TlsFiles;
import dev.strowger.records.PlanStep;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens streams on the direct channel of the ingress that waits for a request. */
final class ChannelClient implements AutoCloseable {
  private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(10);

  /** To one ingress; each carries as many streams as the ingress allows. */
  private static final int CONNECTIONS = 32;

  private static final int WAITING = 10_000;

  private final HttpClient http;
  private final String token;
  private final SentQuery sent;

  ChannelClient(Vertx vertx, ChannelAccess access) {
    this.token = access.token();
    this.http =
        vertx.createHttpClient(
            options(access.tls()),
            new PoolOptions().setHttp2MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING));
    this.sent = new SentQuery(http, token);
  }

  private static HttpClientOptions options(Optional<TlsFiles> tls) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false)
            .setUseAlpn(true)
            .setEnabledSecureTransportProtocols(new LinkedHashSet<>(TlsFiles.PROTOCOLS))
            .setTcpNoDelay(true)
            .setConnectTimeout((int) OPEN_TIMEOUT.toMillis());
    tls.filter(files -> files.trusted().isPresent())
        .ifPresent(files -> options.setTrustOptions(TrustOptions.wrap(files.trust())));
    tls.filter(files -> files.identity().isPresent())
        .ifPresent(files -> options.setKeyCertOptions(KeyCertOptions.wrap(files.keys())));
    return options;
  }

  /** How the ingress answered. */
  sealed interface Opened {
    record Open(ChannelStream stream) implements Opened {}

    /** Another delivery of the request is being streamed already. */
    record Busy() implements Opened {}

    /** Nobody waits for the request, or the ingress cannot be reached. */
    record Gone(String why) implements Opened {}
  }

  /** Where the answer to this delivery begins. */
  Beginning beginning(Delivery delivery) throws InterruptedException {
    return sent.ask(delivery);
  }

  /**
   * How the answer was come by, for the client.
   *
   * @param calls of providers, the one that answers included
   * @param cache as in replies
   * @param dropped parameters of the client's that the provider did not get
   */
  record Head(boolean simulated, int calls, String cache, List<String> dropped) {
    Head {
      dropped = List.copyOf(dropped);
    }
  }

  /**
   * For what this delivery's step answers.
   *
   * @param begun the broken stream that the events go on with
   * @param dropped parameters of the client's that the provider did not get
   */
  Opened open(
      Delivery delivery, boolean simulated, Optional<BegunAnswer> begun, List<String> dropped)
      throws InterruptedException {
    String cache = CacheStep.word(delivery);
    return open(delivery, new Head(simulated, delivery.calls() + 1, cache, dropped), begun);
  }

  /**
   * @param begun the broken stream that the events go on with
   */
  Opened open(Delivery delivery, Head head, Optional<BegunAnswer> begun)
      throws InterruptedException {
    RequestOptions options = options(delivery, head);
    begun.ifPresent(
        part ->
            options
                .putHeader(Channel.RESUME, "true")
                .putHeader(Channel.SENT, Integer.toString(part.events().length)));
    Future<Opened> opening = http.request(options).compose(ChannelClient::opened);
    try {
      return opening
          .toCompletionStage()
          .toCompletableFuture()
          .get(2 * OPEN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return new Opened.Gone("the ingress that waits cannot be reached");
    } catch (TimeoutException e) {
      return new Opened.Gone("the ingress that waits does not answer");
    }
  }

  private RequestOptions options(Delivery delivery, Head head) {
    PlanStep step = delivery.step();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(
                delivery.request().getReplyTo().getChannelUrl()
                    + Channel.PATH
                    + delivery.requestId())
            .setConnectTimeout(OPEN_TIMEOUT.toMillis())
            .putHeader("authorization", "Bearer " + token)
            .putHeader(Channel.PROVIDER, step.getProvider())
            .putHeader(Channel.MODEL, step.getModel())
            .putHeader(Channel.ROUTE, delivery.routed().getPlan().getRoute())
            .putHeader(Channel.ATTEMPTS, Integer.toString(head.calls()));
    String explanation = headerText(delivery.routed().getPlan().getExplanation());
    if (!explanation.isEmpty()) {
      options.putHeader(Channel.DECISION, explanation);
    }
    if (step.getRescue()) {
      options.putHeader(Channel.GUARD, "rescue");
    }
    if (!head.dropped().isEmpty()) {
      options.putHeader(Channel.DROPPED, DroppedNames.header(head.dropped()));
    }
    if (!head.cache().isEmpty()) {
      options.putHeader(Channel.CACHE, head.cache());
    }
    RateLimitHeaders.put(options, delivery.routed().getPlan().getRateLimits());
    return head.simulated() ? options.putHeader(Channel.SIMULATED, "true") : options;
  }

  /** What may stand in a header's value. */
  static String headerText(String text) {
    return text.replaceAll("[^\\x21-\\x7e]+", " ").strip();
  }

  /** On the event loop, so that no event of the response is missed. */
  private static Future<Opened> opened(HttpClientRequest request) {
    ChannelStream stream = new ChannelStream(request);
    request.setChunked(true);
    return request
        .writeHead()
        .compose(v -> request.response())
        .map(
            response -> {
              stream.follow(response);
              return switch (response.statusCode()) {
                case 200 -> new Opened.Open(stream);
                case 409 -> {
                  request.reset();
                  yield new Opened.Busy();
                }
                default -> {
                  request.reset();
                  yield new Opened.Gone(
                      "nobody waits for the answer (" + response.statusCode() + ")");
                }
              };
            });
  }

  @Override
  public void close() {
    http.close();
  }
}
