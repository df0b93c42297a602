package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.process.TlsFiles;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls one provider over HTTP; signs the calls. */
final class ProviderClient implements AutoCloseable {
  /** OpenAI keeps it with its own records; the others pass it over. */
  private static final String CLIENT_REQUEST_ID = "x-client-request-id";

  private final Signer signer;
  private final HttpClients clients;
  private final TimeSource time;
  private final Reach reach;
  private final ExecutorService lookups = Executors.newVirtualThreadPerTaskExecutor();

  ProviderClient(ProviderAccess access, WorkerConfig.Limits limits, TimeSource time) {
    this.signer = Signer.of(access, time);
    this.time = time;
    this.reach = access.reach();
    this.clients =
        new HttpClients(
            version(access.provider()),
            limits.connectTimeout(),
            reach.tls().map(TlsFiles::context));
  }

  /** Whether the head of a response came. */
  sealed interface Sent {
    record Responded(ProviderResponse response) implements Sent {}

    /**
     * @param asked whether the provider had been sent the request
     */
    record Failed(Fault fault, boolean asked) implements Sent {}

    /** Not in time; it may yet come, unless the future is cancelled. */
    record Overdue(Fault fault, CompletableFuture<HttpResponse<BodyPieces>> future)
        implements Sent {}
  }

  /**
   * Signs, sends and waits for the head of the response.
   *
   * @param requestId our id of the request, so that the provider's records can be compared with
   *     ours
   */
  Sent send(ProviderRequest request, String requestId, Deadlines deadlines, CancelToken token)
      throws InterruptedException {
    return switch (signer.sign(request)) {
      case Signer.Signing.Failed(Fault fault) -> new Sent.Failed(fault, false);
      case Signer.Signing.Signed(var headers) -> {
        Optional<Fault> objection = objection(request.uri(), deadlines);
        yield objection.isPresent()
            ? new Sent.Failed(objection.get(), false)
            : send(request, requestId, headers, deadlines, token);
      }
    };
  }

  /**
   * Before each call, since a name may lead elsewhere by now. The JVM keeps what a lookup found for
   * a while, so the call goes where this looked and nobody is asked twice.
   */
  private Optional<Fault> objection(URI uri, Deadlines deadlines) throws InterruptedException {
    Future<Optional<String>> lookup = lookups.submit(() -> reach.objection(uri));
    try {
      return lookup
          .get(deadlines.head().at() - time.ticks(), TimeUnit.NANOSECONDS)
          .map(why -> Fault.of(FailureKind.UNREACHABLE, why));
    } catch (TimeoutException e) {
      lookup.cancel(true);
      return Optional.of(
          Fault.of(FailureKind.TIMEOUT, "no answer within " + deadlines.head().limit()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("a lookup that cannot fail", e);
    }
  }

  private Sent send(
      ProviderRequest request,
      String requestId,
      Map<String, String> signature,
      Deadlines deadlines,
      CancelToken token)
      throws InterruptedException {
    SentBody body = new SentBody(request.body());
    CompletableFuture<HttpResponse<BodyPieces>> future =
        clients
            .connectingWithin(deadlines.connect())
            .sendAsync(http(request, requestId, signature, body), head -> new BodyPieces());
    token.onCancel(() -> future.cancel(true));
    try {
      HttpResponse<BodyPieces> response =
          future.get(deadlines.head().at() - time.ticks(), TimeUnit.NANOSECONDS);
      token.onCancel(response.body()::cancel);
      return new Sent.Responded(ProviderResponse.of(response, time));
    } catch (TimeoutException e) {
      token.onCancel(() -> {});
      return new Sent.Overdue(
          Fault.of(FailureKind.TIMEOUT, "no answer within " + deadlines.head().limit()), future);
    } catch (CancellationException | ExecutionException e) {
      // A cancelled exchange may report its broken connection before its cancellation.
      return new Sent.Failed(
          token.cancelled()
              ? Fault.of(FailureKind.CANCELLED, "the client went away")
              : TransportFaults.whileSending(e, clients.bounded(deadlines.connect())),
          body.begun());
    } catch (InterruptedException e) {
      future.cancel(true);
      throw e;
    }
  }

  private static HttpRequest http(
      ProviderRequest request,
      String requestId,
      Map<String, String> signature,
      HttpRequest.BodyPublisher body) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri()).POST(body);
    request.headers().forEach(builder::setHeader);
    // Streams are translated as their bytes come; packed ones would come in lumps.
    builder.setHeader("accept-encoding", "identity");
    // Not among the signed headers: signatures cover what they name.
    builder.setHeader(CLIENT_REQUEST_ID, requestId);
    signature.forEach(builder::setHeader);
    return builder.build();
  }

  /** Over cleartext an upgrade would be tried with the first POST, which many servers mishandle. */
  private static HttpClient.Version version(Provider provider) {
    return "https".equals(provider.baseUrl().getScheme())
        ? HttpClient.Version.HTTP_2
        : HttpClient.Version.HTTP_1_1;
  }

  @Override
  public void close() {
    signer.close();
    clients.close();
    lookups.shutdownNow();
  }
}
