package dev.strowger.worker;

import dev.strowger.dialects.Api;
import dev.strowger.records.CacheTerms;
import dev.strowger.records.RequestRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Which answers may be given again to others. Pure. */
final class Keepable {
  /** A longer answer is not kept. */
  static final int MOST_BYTES = 2 << 20;

  /** How a refusal begins that stands in a field of its own; in a text its quotes are escaped. */
  private static final byte[][] REFUSALS = {
    "\"refusal\":\"".getBytes(StandardCharsets.UTF_8),
    "\"refusal\": \"".getBytes(StandardCharsets.UTF_8)
  };

  private Keepable() {}

  /** Whether an answer to this request would be kept if it is good; empty if not. */
  static Optional<CacheTerms> terms(Delivery delivery) {
    CacheTerms terms = delivery.routed().getPlan().getCache();
    boolean wanted =
        terms != null
            && terms.getWrite()
            && terms.getTtlMs() > 0
            // Calls may refer to it by its id, which is then its asker's.
            && !delivery.request().getStore()
            // Two models made it.
            && BrokenPath.breaks(delivery.routed().getPath()) == 0;
    return wanted ? Optional.ofNullable(terms) : Optional.empty();
  }

  /**
   * Whether the step that answers was held to all that is asked of its answers. Where no other step
   * might have answered, it was not. An answer that a judge found good comes from the judge.
   *
   * @param delivery without the call that answered in its path
   * @param now when the answer was given, or later
   */
  static boolean checked(Delivery delivery, Instant now) {
    return Escalating.judge(delivery).isEmpty()
        && (delivery.step().getAccept() == null || Escalating.possible(delivery, 1, now));
  }

  /** Whether it is whole, to the point, and not too long. */
  static boolean good(Delivery delivery, String finishReason, byte[] answer) {
    return finished(delivery.request(), finishReason)
        && answer.length <= MOST_BYTES
        && !refuses(answer);
  }

  private static boolean finished(RequestRecord request, String finishReason) {
    return switch (finishReason) {
      case "stop" -> true;
      // The terms are those of a route that has answers with tools kept, or there were none.
      case "tool_calls", "function_call" -> request.getFacts().getTools();
      case "" -> request.getApi().equals(Api.EMBEDDINGS.label());
      default -> false;
    };
  }

  private static boolean refuses(byte[] answer) {
    for (byte[] refusal : REFUSALS) {
      if (has(answer, refusal)) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(byte[] text, byte[] part) {
    for (int i = 0; i <= text.length - part.length; i++) {
      if (text[i] == '"' && begins(text, i, part)) {
        return true;
      }
    }
    return false;
  }

  private static boolean begins(byte[] text, int at, byte[] part) {
    for (int i = 0; i < part.length; i++) {
      if (text[at + i] != part[i]) {
        return false;
      }
    }
    return true;
  }
}
