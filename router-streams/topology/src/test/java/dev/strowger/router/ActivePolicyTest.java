package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActivePolicyTest {
  @Test
  void takesOverOnceTheTopicsOfItsPoolsExist() {
    try (Bench bench = Bench.withPolicy()) {
      assertThat(bench.topics)
          .containsExactly(
              "llm.routed.openai", "llm.routed.anthropic", "llm.routed.ollama", "llm.routed.cache");
      bench.policy.changed("active", Samples.policy(Samples.ROUTES.replace("60", "70")));

      assertThat(bench.topics).hasSize(4);
      assertThat(bench.meters.get("strowger.router.policy.info").gauges())
          .singleElement()
          .satisfies(
              g ->
                  assertThat(g.getId().getTag("version"))
                      .isEqualTo(bench.policy.get().map(p -> p.policy().version()).orElseThrow()));
    }
  }

  @Test
  void isNotReplacedByABadOneNorByItsDeletion() {
    try (Bench bench = Bench.withPolicy()) {
      Optional<PolicyInForce> good = bench.policy.get();
      bench.policy.changed("active", Samples.policy(Samples.ROUTES.replace("60", "-1")));
      bench.policy.changed("active", null);
      bench.policy.changed("version/x", Samples.policy(Samples.ROUTES.replace("60", "70")));

      assertThat(bench.policy.get()).isPresent().isEqualTo(good);
      assertThat(bench.meters.get("strowger.router.policies.rejected").counter().count())
          .isEqualTo(1);
    }
  }
}
