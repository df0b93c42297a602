package dev.strowger.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.faults.provider.Reactions;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestsTest {
  private static final Fault FAULT =
      Fault.of(
              "x",
              "some fault",
              _ -> {},
              Target.primary(Reactions.reset()).window(8_000),
              Target.fallback(Reactions.reset()))
          .resilience("{stream_guard: error}");

  @Test
  void drawTheFirstTargetAndKeepTheOrderOfTheOthers() {
    assertThat(new Manifests(List.of(FAULT), 1, 2, true).routes())
        .isEqualTo(
            """
            ai_routes:
              - name: f-x
                match: {model: "f-x"}
                targets:
                  - {provider: primary, model: f-x-a, weight: 1}
                  - {provider: fallback, model: f-x-b, weight: 0}
                resilience: {stream_guard: error}
            """);
  }

  @Test
  void leaveSettingsOutWherePlainRoutesAreWanted() {
    assertThat(new Manifests(List.of(FAULT), 1, 2, false).routes()).doesNotContain("resilience");
  }

  @Test
  void priceEveryModelAndSayItsWindow() {
    assertThat(new Manifests(List.of(FAULT), 1, 2, true).models())
        .contains("model: f-x-a, context_window: 8000, price: {input: 1, output: 2}}")
        .contains("model: f-x-b, price: {input: 1, output: 2}}");
  }

  @Test
  void leadEveryProviderToTheFaultyOneOrToNothing() {
    String providers = new Manifests(List.of(FAULT), 4711, 4712, true).providers();

    assertThat(providers)
        .contains("http://127.0.0.1:4711/primary/v1", "https://127.0.0.1:4711/bad-tls/v1")
        .contains("http://127.0.0.1:4712/v1", ".invalid/v1");
    assertThat(providers.lines().filter(line -> line.contains("base_url")))
        .hasSize(Place.values().length)
        .allMatch(line -> line.contains("127.0.0.1") || line.contains(".invalid"));
  }
}
