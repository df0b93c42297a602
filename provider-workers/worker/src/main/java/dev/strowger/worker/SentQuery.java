package dev.strowger.worker;

import dev.strowger.channel.Channel;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.worker.CallOutcome.NotCalled;
import dev.strowger.worker.CallOutcome.NotCalled.Standing;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the ingress that waits what its client has of a broken answer. */
final class SentQuery {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** More than any ingress keeps of one stream. */
  private static final long MAX_BYTES = 64 << 20;

  private final HttpClient http;
  private final String token;

  SentQuery(HttpClient http, String token) {
    this.http = http;
    this.token = token;
  }

  /** What the ingress said. */
  private record Told(int status, byte[] events) {}

  Beginning ask(Delivery delivery) throws InterruptedException {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(
                delivery.request().getReplyTo().getChannelUrl()
                    + Channel.PATH
                    + delivery.requestId())
            .setConnectTimeout(PATIENCE.toMillis())
            .putHeader("authorization", "Bearer " + token);
    Future<Told> asking =
        http.request(options).compose(request -> request.send().compose(SentQuery::read));
    try {
      Told told =
          asking
              .toCompletionStage()
              .toCompletableFuture()
              .get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return beginning(delivery, told);
    } catch (ExecutionException e) {
      return never(Standing.GONE, "the ingress that waits cannot be reached");
    } catch (TimeoutException e) {
      return never(Standing.GONE, "the ingress that waits does not answer");
    }
  }

  private static Future<Told> read(HttpClientResponse response) {
    String length = response.getHeader("content-length");
    if (response.statusCode() == 200
        && (length == null || length.length() > 9 || Long.parseLong(length) > MAX_BYTES)) {
      response.request().reset();
      return Future.succeededFuture(new Told(410, new byte[0]));
    }
    return response.body().map(body -> new Told(response.statusCode(), body.getBytes()));
  }

  private static Beginning beginning(Delivery delivery, Told told) {
    return switch (told.status()) {
      case 200 -> rest(delivery, told.events());
      case 204 -> new Beginning.Anew();
      case 409 -> never(Standing.ELSEWHERE, "another delivery of this request is answering");
      case 410 -> never(Standing.HELD, "what the client has was not kept");
      default -> never(Standing.GONE, "nobody waits for the answer (" + told.status() + ")");
    };
  }

  private static Beginning rest(Delivery delivery, byte[] events) {
    Api api = Api.of(delivery.request().getApi()).orElse(Api.CHAT_COMPLETIONS);
    SentAnswer sent = SentAnswer.read(api, events);
    return sent.hold().isEmpty() || sent.closing().isPresent()
        ? new Beginning.Rest(new BegunAnswer(sent, events))
        : never(Standing.HELD, sent.hold());
  }

  private static Beginning never(Standing standing, String why) {
    return new Beginning.Never(new NotCalled(standing, why));
  }
}
