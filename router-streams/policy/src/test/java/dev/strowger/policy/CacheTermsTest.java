package dev.strowger.policy;

import static dev.strowger.policy.Build.call;
import static dev.strowger.policy.Build.in;
import static dev.strowger.policy.Build.places;
import static dev.strowger.policy.Build.target;
import static dev.strowger.policy.Manifests.planned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.policy.Build.Way;
import dev.strowger.policy.Build.Whole;
import dev.strowger.policy.CallFacts.CacheMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CacheTermsTest {
  private static final CacheSettings CACHE =
      new CacheSettings(OptionalDouble.of(0.95), 60_000, false, 0.3);

  private static Optional<Decision.Cache> cache(Policy policy, Call call) {
    return planned(policy.decide(call.facts())).terms().cache();
  }

  @Test
  void theCacheMayGiveAnswersOfAllWhoArePermitted() {
    Policy policy =
        Whole.of(
                ExtrasTest.tried(ExtrasTest.trial(Optional.empty(), Optional.empty())).cache(CACHE))
            .rule("eu", ConstraintsTest.dataClass("pii"), in("EU"))
            .card("a/one", places("DE"))
            .card("c/new", places("FR"))
            .card("b/two", places("US"))
            .policy();

    assertThat(cache(policy, call("r").down("a")).orElseThrow().allowed())
        .containsExactlyInAnyOrder("a/one", "b/two", "c/new", "openai/last");
    Decision.Cache marked = cache(policy, call("r").classes("pii")).orElseThrow();
    assertThat(marked.allowed()).containsExactlyInAnyOrder("a/one", "c/new");
    assertThat(marked.threshold()).hasValue(0.95);
    assertThat(marked.ttlMs()).isEqualTo(60_000);
    assertThat(marked.space()).hasSize(64);
  }

  @Test
  void onlySomeCallsAreCached() {
    Policy policy = Whole.of(new Way("r", target("a/one")).cache(CACHE)).policy();

    assertThat(cache(policy, call("r")))
        .hasValueSatisfying(c -> assertThat(c.read() && c.write()).isTrue());
    assertThat(cache(policy, call("r").mode(CacheMode.REFRESH)))
        .hasValueSatisfying(c -> assertThat(!c.read() && c.write()).isTrue());
    assertThat(cache(policy, call("r").mode(CacheMode.BYPASS))).isEmpty();
    assertThat(cache(policy, call("r").operation("text_completion"))).isPresent();
    assertThat(cache(policy, call("r").operation("embeddings")))
        .hasValueSatisfying(c -> assertThat(c.threshold()).isEmpty());
    assertThat(cache(policy, call("r").operation("image_generation"))).isEmpty();
    assertThat(cache(policy, call("r").needs("tools"))).isEmpty();
    assertThat(cache(policy, call("r").needs("vision"))).isPresent();
    assertThat(cache(policy, call("r").temperature(0.3))).isPresent();
    assertThat(cache(policy, call("r").temperature(0.31))).isEmpty();
    assertThat(cache(policy, call("r").choices(2))).isEmpty();
    Policy tools =
        Whole.of(
                new Way("r", target("a/one"))
                    .cache(new CacheSettings(OptionalDouble.empty(), 1, true, 2)))
            .policy();
    assertThat(cache(tools, call("r").needs("tools").temperature(2))).isPresent();
  }

  @Test
  void theSpaceOfTheCacheChangesWithWhatMakesOtherAnswers() {
    List<Way> ways = new ArrayList<>();
    ways.add(new Way("r", target("a/one"), target("b/two")));
    ways.add(new Way("s", target("a/one"), target("b/two")));
    ways.add(new Way("r", target("a/one")));
    ways.add(new Way("r", target("a/one")).fallback("b/three"));
    ways.add(new Way("r", target("a/one"), Build.gated("b/two", Build.NO_REFUSAL)));
    ways.add(
        new Way("r", target("a/one"))
            .experiment(ExtrasTest.trial(Optional.empty(), Optional.empty())));
    Way same = new Way("r", target("b/two", 5, 1), target("a/one")).sticky(Strategy.Sticky.USER);

    List<String> spaces = ways.stream().map(way -> space(way.cache(CACHE))).toList();

    assertThat(spaces).doesNotHaveDuplicates();
    assertThat(space(same.cache(CACHE))).isEqualTo(spaces.getFirst());
  }

  private static String space(Way way) {
    return cache(Whole.of(way).policy(), call("r")).orElseThrow().space();
  }
}
