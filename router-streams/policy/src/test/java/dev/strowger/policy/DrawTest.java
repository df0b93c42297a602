package dev.strowger.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DrawTest {
  @Test
  void theHashNeverChanges() {
    assertThat(Draw.hash("")).isEqualTo(-1166397803181037274L);
    assertThat(Draw.hash("00000000-0000-0000-0000-000000000000")).isEqualTo(2174674170522848004L);
    assertThat(Draw.hash("request-ä")).isEqualTo(4035998583268307433L);
  }

  @Test
  void tenThousandIdsSplitSixtyToFortyWithinOnePoint() {
    Policy policy = Manifests.policy(Manifests.ROUTES);
    int haiku = 0;
    for (int i = 0; i < 10_000; i++) {
      String id = UUID.nameUUIDFromBytes(("call " + i).getBytes(StandardCharsets.UTF_8)).toString();
      if (Manifests.targets(policy.decide(Manifests.call(id, "gpt-4o-mini")))
          .getFirst()
          .startsWith("anthropic")) {
        haiku++;
      }
    }

    assertThat(haiku / 100.0).isCloseTo(60, within(1.0));
  }

  @Property(tries = 60)
  void countedIdsSplitByWeight(
      @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 100) Integer> weights,
      @ForAll @IntRange(max = 1_000_000) int seed) {
    int total = weights.stream().mapToInt(Integer::intValue).sum();
    if (total == 0) {
      return;
    }
    Policy policy = Manifests.policy(route(weights));
    int calls = 4000;
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < calls; i++) {
      counts.merge(targetsOf(policy, "id-" + (seed + i)).getFirst(), 1, Integer::sum);
    }
    for (int i = 0; i < weights.size(); i++) {
      double expected = (double) weights.get(i) / total;
      double tolerance = 5 * Math.sqrt(expected * (1 - expected) / calls) + 1e-9;
      assertThat(counts.getOrDefault("openai/m" + i, 0) / (double) calls)
          .isCloseTo(expected, within(tolerance));
    }
  }

  @Property
  void aPlanNamesEachTargetOnceInTheSameOrderEachTimeAndTheFallbackLast(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 100) Integer> weights,
      @ForAll("ids") String id) {
    if (weights.stream().allMatch(w -> w == 0)) {
      return;
    }
    Policy policy = Manifests.policy(route(weights));
    List<String> targets = targetsOf(policy, id);

    assertThat(targets).isEqualTo(targetsOf(Manifests.policy(route(weights)), id));
    assertThat(targets).doesNotHaveDuplicates().hasSize(weights.size() + 1);
    assertThat(targets.getLast()).isEqualTo("ollama/last");
    List<Integer> rest =
        targets.subList(1, targets.size() - 1).stream()
            .map(t -> weights.get(Integer.parseInt(t.substring("openai/m".length()))))
            .toList();
    assertThat(rest).isSortedAccordingTo((a, b) -> b - a);
  }

  @Property
  void aPlanNeverNamesAProviderThatIsDownWhileAnotherIsUp(
      @ForAll Set<@net.jqwik.api.constraints.StringLength(max = 3) String> others,
      @ForAll("downs") Set<String> down,
      @ForAll("ids") String id) {
    Set<String> unavailable = new LinkedHashSet<>(others);
    unavailable.addAll(down);
    List<String> targets =
        Manifests.targets(
            Manifests.policy(Manifests.ROUTES)
                .decide(Manifests.call(id, "gpt-4o-mini", unavailable.toArray(String[]::new))));

    if (down.size() == 3) {
      assertThat(targets).hasSize(3);
    } else {
      assertThat(targets)
          .hasSize(3 - down.size())
          .noneMatch(t -> down.contains(t.substring(0, t.indexOf('/'))));
    }
  }

  @Provide
  Arbitrary<Set<String>> downs() {
    return Arbitraries.of("openai", "anthropic", "ollama").set();
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.strings().ofMaxLength(60);
  }

  private static List<String> targetsOf(Policy policy, String id) {
    return Manifests.targets(policy.decide(Manifests.call(id, "m")));
  }

  private static String route(List<Integer> weights) {
    StringBuilder yaml =
        new StringBuilder("ai_routes:\n  - name: a\n    match: {model: m}\n    targets:\n");
    for (int i = 0; i < weights.size(); i++) {
      yaml.append(
          "      - {provider: openai, model: m%d, weight: %d}%n".formatted(i, weights.get(i)));
    }
    return yaml.append("    fallback: ollama/last\n").toString();
  }
}
