package dev.strowger.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** An OpenAI-compatible endpoint. The same body each time, over kept-alive HTTP/1.1 connections. */
final class HttpTarget implements Target, AutoCloseable {
  /** A request without an answer after this time is a problem. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Below what servers keep an idle connection for, so that none is taken that is just closing. */
  private static final int KEEP_ALIVE_SECONDS = 30;

  private static final int MOST_CONNECTIONS = 2_000;
  private static final int MOST_ANSWER_BYTES = 4 << 20;
  private static final String STREAM_END = "data: [DONE]\n\n";

  private final Vertx vertx;
  private final Context context;
  private final HttpClient client;
  private final RequestOptions request;
  private final Buffer body;
  private final boolean stream;

  /**
   * @param endpoint root or {@code /v1} URL of the endpoint
   * @param key bearer key, or empty
   * @param question what is asked
   */
  HttpTarget(URI endpoint, String key, Question question) {
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    this.context = vertx.getOrCreateContext();
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setTcpNoDelay(true).setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
            new PoolOptions()
                .setHttp1MaxSize(MOST_CONNECTIONS)
                .setMaxWaitQueueSize(OpenLoop.MOST_OPEN));
    String root = endpoint.toString().replaceFirst("/+$", "").replaceFirst("/v1$", "");
    this.request =
        new RequestOptions()
            .setAbsoluteURI(root + "/v1/chat/completions")
            .setMethod(HttpMethod.POST)
            .setTimeout(TIMEOUT.toMillis())
            .putHeader("content-type", "application/json");
    if (!key.isEmpty()) {
      request.putHeader("authorization", "Bearer " + key);
    }
    this.body = Buffer.buffer(question.json());
    this.stream = question.stream();
  }

  @Override
  public CompletableFuture<Outcome> send() {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    // On the event loop from the start: a response must find its handlers set when it arrives.
    context.runOnContext(
        _ ->
            client
                .request(request)
                .compose(call -> call.send(body))
                .compose(this::read)
                .onComplete(
                    outcome::complete,
                    failure ->
                        outcome.complete(Outcome.problem(failure.getClass().getSimpleName()))));
    return outcome;
  }

  private Future<Outcome> read(HttpClientResponse response) {
    Promise<Outcome> outcome = Promise.promise();
    Buffer answer = Buffer.buffer();
    long[] firstNanos = new long[1];
    response.handler(
        piece -> {
          if (firstNanos[0] == 0) {
            firstNanos[0] = System.nanoTime();
          }
          if (answer.length() + piece.length() <= MOST_ANSWER_BYTES) {
            answer.appendBuffer(piece);
          }
        });
    response.exceptionHandler(outcome::tryFail);
    response.endHandler(_ -> outcome.tryComplete(judge(response, answer, firstNanos[0])));
    return outcome.future();
  }

  private Outcome judge(HttpClientResponse response, Buffer answer, long firstNanos) {
    if (response.statusCode() != 200) {
      return Outcome.problem("status " + response.statusCode());
    }
    String end =
        answer.getString(Math.max(0, answer.length() - STREAM_END.length()), answer.length());
    if (stream && !end.equals(STREAM_END)) {
      return Outcome.problem("stream without its end");
    }
    if (!stream && !end.endsWith("}")) {
      return Outcome.problem("answer is no JSON object");
    }
    String model = response.getHeader("x-strowger-model");
    String served = model == null ? "" : response.getHeader("x-strowger-provider") + "/" + model;
    return new Outcome("", served, firstNanos);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
