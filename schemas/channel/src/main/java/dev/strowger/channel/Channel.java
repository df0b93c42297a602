package dev.strowger.channel;

/**
 * The HTTP contract of the direct channel, cleartext HTTP/2 (prior knowledge) between worker and
 * ingress.
 *
 * <p>{@code POST /channel/<requestId>} with {@code Authorization: Bearer <channel token>}, the
 * headers below, and a body of {@link Frame}s. Opened when the provider's first token is there.
 * Ingress answers 200 at once if somebody waits for the request, else 404 (unknown) or 409 (already
 * being answered); the response ends when the client has everything. Ingress resets the stream when
 * the client is gone: the worker then cancels the provider's call.
 */
public final class Channel {
  public static final String PATH = "/channel/";
  public static final String PROVIDER = "x-strowger-provider";
  public static final String MODEL = "x-strowger-model";
  public static final String ROUTE = "x-strowger-route";
  public static final String ATTEMPTS = "x-strowger-attempts";
  public static final String SIMULATED = "x-strowger-simulated";

  /** Names of the client's parameters that the provider did not get, with ", " between them. */
  public static final String DROPPED = "x-strowger-dropped";

  private Channel() {}
}
