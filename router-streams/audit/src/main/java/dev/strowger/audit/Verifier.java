package dev.strowger.audit;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes the links of any tenants, each tenant's in the order of its chain, and says what is wrong.
 * What it remembers is a few numbers for each tenant. After a problem it goes on from the link as
 * it stands, so that one fault is not told again at every later link. Used by one thread.
 */
public final class Verifier {
  private final Map<String, PublicKey> keys = new HashMap<>();
  private final Map<String, Head> known;
  private final boolean fromFirst;
  private final Map<String, Progress> chains = new TreeMap<>();

  /** What was seen of one tenant's chain. */
  private static final class Progress {
    private Head head = Head.NONE;
    private long first;
    private long links;
    private long checkpoints;
    private long unchecked;
    private long signedUpTo;
    private boolean knownSeen;
  }

  /**
   * What is said of a chain.
   *
   * @param first sequence of its first link here
   * @param checkpoints whose signature fits
   * @param unchecked checkpoints whose signature was not looked at: no key was given
   * @param signedUpTo the last link that a fitting signature covers
   */
  public record Summary(
      String tenant,
      long first,
      Head head,
      long links,
      long checkpoints,
      long unchecked,
      long signedUpTo) {}

  /**
   * @param keys those whose signatures are trusted; none: signatures are not looked at
   * @param known links that were, by tenant
   * @param fromFirst whether chains must begin with their first link
   */
  public Verifier(Collection<PublicKey> keys, Map<String, Head> known, boolean fromFirst) {
    keys.forEach(key -> this.keys.put(SigningKeys.id(key), key));
    this.known = Map.copyOf(known);
    this.fromFirst = fromFirst;
  }

  /**
   * @param key of the record: the tenant whose chain the link stands in
   */
  public List<Problem> take(String key, Link link) {
    List<Problem> problems = new ArrayList<>(0);
    Link.Place place = link.place();
    if (!key.equals(place.tenant())) {
      problems.add(
          problem(Problem.Kind.FOREIGN, key, place, "the link is of tenant " + place.tenant()));
      return problems;
    }
    boolean begun = chains.containsKey(key);
    Progress chain = chains.computeIfAbsent(key, k -> new Progress());
    if (begun || fromFirst) {
      order(chain.head, link).ifPresent(problems::add);
    }
    if (!link.canonical() || !link.hash().equals(link.computed())) {
      problems.add(problem(Problem.Kind.ALTERED, key, place, "its content is not what was hashed"));
    }
    link.signed().ifPresent(signed -> checkpoint(chain, link, signed, problems));
    known(chain, link).ifPresent(problems::add);
    advance(chain, link, begun);
    return problems;
  }

  /** One fault of order is told once, by what it looks most like. */
  private static Optional<Problem> order(Head before, Link link) {
    Link.Place place = link.place();
    String tenant = place.tenant();
    if (place.sequence() > before.sequence() + 1) {
      long missing = place.sequence() - before.sequence() - 1;
      return Optional.of(
          problem(
              Problem.Kind.GAP,
              tenant,
              place,
              missing + (missing == 1 ? " link is" : " links are") + " missing before it"));
    }
    if (place.sequence() <= before.sequence()) {
      return Optional.of(
          problem(Problem.Kind.ORDER, tenant, place, "it stands behind #" + before.sequence()));
    }
    return link.previous().equals(before.hash())
        ? Optional.empty()
        : Optional.of(
            problem(
                Problem.Kind.BROKEN, tenant, place, "it does not follow #" + before.sequence()));
  }

  private void checkpoint(Progress chain, Link link, Link.Signed signed, List<Problem> problems) {
    Link.Place place = link.place();
    String tenant = place.tenant();
    if (signed.upTo() != place.sequence() - 1 || !signed.head().equals(link.previous())) {
      problems.add(
          problem(Problem.Kind.CHECKPOINT, tenant, place, "it does not sign the link before it"));
      return;
    }
    if (keys.isEmpty()) {
      chain.unchecked++;
      return;
    }
    PublicKey key = keys.get(signed.keyId());
    if (key == null) {
      problems.add(
          problem(
              Problem.Kind.UNKNOWN_KEY, tenant, place, "it was signed with key " + signed.keyId()));
    } else if (CheckpointSigner.fits(tenant, signed, key)) {
      chain.checkpoints++;
      chain.signedUpTo = signed.upTo();
    } else {
      problems.add(problem(Problem.Kind.SIGNATURE, tenant, place, "its signature does not fit"));
    }
  }

  private Optional<Problem> known(Progress chain, Link link) {
    Head head = known.get(link.place().tenant());
    if (head == null || head.sequence() != link.place().sequence()) {
      return Optional.empty();
    }
    chain.knownSeen = true;
    return head.hash().equals(link.hash())
        ? Optional.empty()
        : Optional.of(
            problem(
                Problem.Kind.BROKEN,
                link.place().tenant(),
                link.place(),
                "it is not the link that is known to have been here"));
  }

  private static void advance(Progress chain, Link link, boolean begun) {
    if (!begun) {
      chain.first = link.place().sequence();
    }
    chain.links++;
    // A link out of its place does not move the chain back.
    if (!begun || link.place().sequence() > chain.head.sequence()) {
      chain.head =
          link.place().sequence() > 0 && !link.hash().isEmpty()
              ? new Head(link.place().sequence(), link.hash())
              : chain.head;
    }
  }

  private static Problem problem(
      Problem.Kind kind, String tenant, Link.Place place, String message) {
    return new Problem(kind, tenant, place.sequence(), message);
  }

  /** What can be said only when no link comes any more. */
  public List<Problem> end() {
    List<Problem> problems = new ArrayList<>();
    known.forEach(
        (tenant, head) -> {
          Progress chain = chains.get(tenant);
          long last = chain == null ? 0 : chain.head.sequence();
          if (head.sequence() > last && !(chain != null && chain.knownSeen)) {
            problems.add(
                new Problem(
                    Problem.Kind.TRUNCATED,
                    tenant,
                    last,
                    "the chain ends here, and #" + head.sequence() + " is known to have been"));
          }
        });
    return problems;
  }

  public List<Summary> summaries() {
    List<Summary> summaries = new ArrayList<>();
    chains.forEach(
        (tenant, chain) ->
            summaries.add(
                new Summary(
                    tenant,
                    chain.first,
                    chain.head,
                    chain.links,
                    chain.checkpoints,
                    chain.unchecked,
                    chain.signedUpTo)));
    return summaries;
  }
}
