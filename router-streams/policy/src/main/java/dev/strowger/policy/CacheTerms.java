package dev.strowger.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a call may be answered with an answer given before, and whose. */
final class CacheTerms {
  private static final Set<String> OPERATIONS =
      Set.of(Operations.CHAT, Operations.TEXT_COMPLETION, Operations.EMBEDDINGS);

  private final CacheSettings settings;
  private final String space;

  /** All who answer calls of the route, in either arm of its experiment. */
  private final List<Contender> all;

  CacheTerms(Route route, CacheSettings settings, List<Contender> all) {
    this.settings = settings;
    this.space = space(route);
    this.all = all;
  }

  /** Empty if answers are neither looked for nor kept. */
  Optional<Decision.Cache> of(CallFacts call, Rules.InForce rules) {
    if (!eligible(call.asked())) {
      return Optional.empty();
    }
    // Two inputs that are alike have embeddings of their own.
    boolean exact = call.asked().operation().equals(Operations.EMBEDDINGS);
    return Optional.of(
        new Decision.Cache(
            exact ? OptionalDouble.empty() : settings.threshold(),
            settings.ttlMs(),
            call.asked().cacheMode() == CallFacts.CacheMode.USE,
            true,
            all.stream()
                .filter(contender -> Screening.forbidden(contender, rules).isEmpty())
                .map(contender -> contender.model().label())
                .collect(Collectors.toUnmodifiableSet()),
            space));
  }

  private boolean eligible(CallFacts.Asked asked) {
    return asked.cacheMode() != CallFacts.CacheMode.BYPASS
        && OPERATIONS.contains(asked.operation())
        && (settings.tools() || !asked.needs().contains("tools"))
        && asked.temperature().orElse(0) <= settings.maxTemperature()
        && asked.choices() <= 1;
  }

  /** Changes with all of the route that makes other answers. */
  private static String space(Route route) {
    List<String> parts = new ArrayList<>();
    parts.add(route.name());
    Stream.of(
            route.targets().stream(),
            route.fallback().stream(),
            route.extras().experiment().stream().flatMap(trial -> trial.targets().stream()))
        .flatMap(targets -> targets)
        .map(target -> target.name() + " " + target.accept())
        .sorted()
        .forEach(parts::add);
    new TreeMap<>(route.safety()).forEach((key, value) -> parts.add(key + "=" + value));
    MessageDigest digest = sha256();
    for (String part : parts) {
      digest.update((part.length() + ":" + part).getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
