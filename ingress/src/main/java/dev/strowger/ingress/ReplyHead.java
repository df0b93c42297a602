package dev.strowger.ingress;

import dev.strowger.channel.Channel;
import dev.strowger.records.ReplyRecord;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * Who answered a request and by which way, for the response's headers.
 *
 * @param attempts targets tried; 0 if the request was refused before any
 */
record ReplyHead(
    String route, String provider, String model, int attempts, boolean simulated, Notes notes) {
  /**
   * What else a client is told; each may be empty.
   *
   * @param dropped parameters the provider did not get, with commas between
   * @param cache where the answer was kept
   * @param decision why the answer comes from where it comes
   * @param rates what the client may still use
   */
  record Notes(String dropped, String cache, String decision, RateNotes rates) {
    static final Notes NONE = new Notes("", "", "");

    Notes(String dropped, String cache, String decision) {
      this(dropped, cache, decision, RateNotes.NONE);
    }

    Notes {
      dropped = printable(dropped);
      cache = printable(cache);
      decision = printable(decision);
    }
  }

  private static final int MAX_CHARS = 1024;

  ReplyHead {
    route = printable(route);
    provider = printable(provider);
    model = printable(model);
  }

  static ReplyHead of(ReplyRecord reply) {
    return new ReplyHead(
        reply.getRoute(),
        reply.getProvider(),
        reply.getModel(),
        reply.getAttempts(),
        reply.getSimulated(),
        new Notes(
            String.join(", ", reply.getDropped()),
            reply.getCache(),
            reply.getExplanation(),
            RateNotes.of(reply.getRateLimits())));
  }

  /** From the headers of a channel request. */
  static ReplyHead of(MultiMap headers) {
    return new ReplyHead(
        text(headers.get(Channel.ROUTE)),
        text(headers.get(Channel.PROVIDER)),
        text(headers.get(Channel.MODEL)),
        number(headers.get(Channel.ATTEMPTS)),
        "true".equals(headers.get(Channel.SIMULATED)),
        new Notes(
            text(headers.get(Channel.DROPPED)),
            text(headers.get(Channel.CACHE)),
            text(headers.get(Channel.DECISION)),
            RateNotes.of(headers)));
  }

  void writeTo(MultiMap headers) {
    put(headers, Channel.ROUTE, route);
    put(headers, Channel.PROVIDER, provider);
    put(headers, Channel.MODEL, model);
    put(headers, Channel.DROPPED, notes.dropped());
    put(headers, Channel.CACHE, notes.cache());
    put(headers, Channel.DECISION, notes.decision());
    notes.rates().writeTo(headers);
    headers.set(Channel.ATTEMPTS, Integer.toString(attempts));
    if (simulated) {
      headers.set(Channel.SIMULATED, "true");
    }
  }

  private static void put(MultiMap headers, String name, String value) {
    if (!value.isEmpty()) {
      headers.set(name, value);
    }
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static int number(@Nullable String value) {
    return value != null && value.matches("[0-9]{1,6}") ? Integer.parseInt(value) : 0;
  }

  /** A header takes visible ASCII and blanks only. */
  private static String printable(String value) {
    String clipped = value.length() <= MAX_CHARS ? value : value.substring(0, MAX_CHARS);
    return clipped.replaceAll("[^\\x20-\\x7E]", "?");
  }
}
