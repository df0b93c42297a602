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
 *
 * <p>A stream that broke off ({@link Frame.Interrupted}, or the worker died) can be gone on with:
 * {@code GET /channel/<requestId>} tells what the client has so far. 200: a broken stream, the body
 * being its server-sent events from the first; 204: somebody waits and has nothing yet; 409: a
 * worker is streaming; 410: a broken stream that cannot be continued, as its events were not kept;
 * 404: nobody waits. Whoever continues opens the channel with {@link #RESUME}; where nothing was
 * sent that is a beginning. Without it a broken stream is refused with 409. Both need the token.
 *
 * <p>Only a stream that was opened with {@link #GUARD} is kept for that; else its break is its end.
 */
public final class Channel {
  public static final String PATH = "/channel/";
  public static final String PROVIDER = "x-strowger-provider";
  public static final String MODEL = "x-strowger-model";
  public static final String ROUTE = "x-strowger-route";
  public static final String ATTEMPTS = "x-strowger-attempts";
  public static final String SIMULATED = "x-strowger-simulated";

  /** Where the answer was kept: exact or semantic; miss if it was looked for; client header too. */
  public static final String CACHE = "x-strowger-cache";

  /** Why the answer comes from where it comes, one line; client header too. */
  public static final String DECISION = "x-strowger-decision";

  /** Names of the client's parameters that the provider did not get, with ", " between them. */
  public static final String DROPPED = "x-strowger-dropped";

  /** {@code true}: the events go on where a broken stream ended. */
  public static final String RESUME = "x-strowger-resume";

  /**
   * With {@link #RESUME}: how many bytes of events the client had when that was asked. If it has
   * more by now, somebody else went on from there, and this is refused with 409.
   */
  public static final String SENT = "x-strowger-sent";

  /** {@code rescue} if a break of this stream may be made good, so that its events are kept. */
  public static final String GUARD = "x-strowger-guard";

  private Channel() {}
}
