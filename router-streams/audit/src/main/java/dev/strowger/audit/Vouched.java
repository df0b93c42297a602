package dev.strowger.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which prompts and answers the links of a trail hold a hash of. An export and whoever verifies it
 * see the same links in the same order, so both know the same. Used by one thread.
 */
public final class Vouched {
  /** Hashes that are remembered; of contents of later links nothing is known. */
  static final int MAX_REMEMBERED = 1_000_000;

  private final int most;
  private final Map<String, String> hashes = new HashMap<>();

  public Vouched() {
    this(MAX_REMEMBERED);
  }

  Vouched(int most) {
    this.most = most;
  }

  /** The next link. */
  public void take(Link link) {
    link.asked()
        .ifPresent(
            asked -> {
              String tenant = link.place().tenant();
              remember(name(tenant, asked.requestId(), "prompt"), asked.promptHash());
              remember(name(tenant, asked.requestId(), "answer"), asked.answerHash());
            });
  }

  private void remember(String name, String hash) {
    if (!hash.isEmpty() && !full()) {
      hashes.put(name, hash);
    }
  }

  /**
   * Whether a link vouches for it, as far as that is known. A worker that died may have kept what
   * the link of its request, which ended elsewhere, says nothing of.
   *
   * @param part prompt or answer
   */
  public boolean mayVouch(String tenant, String requestId, String part) {
    return full() || hashes.containsKey(name(tenant, requestId, part));
  }

  /** What its link says, hex. */
  Optional<String> hash(String tenant, String requestId, String part) {
    return Optional.ofNullable(hashes.get(name(tenant, requestId, part)));
  }

  private boolean full() {
    return hashes.size() >= most;
  }

  /** None of the three has a line feed in it. */
  private static String name(String tenant, String requestId, String part) {
    return tenant + "\n" + requestId + "\n" + part;
  }
}
