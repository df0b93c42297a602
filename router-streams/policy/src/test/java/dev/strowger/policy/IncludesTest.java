package dev.strowger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.policy.Policy.Bundle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IncludesTest {
  private static final String MODELS = "models: []";

  private static String route(String name, String model) {
    return "  - {name: %s, match: {model: %s}, targets: [{provider: openai, model: x}]}%n"
        .formatted(name, model);
  }

  private static Bundle bundle(String environment, String... namesAndTexts) {
    Map<String, String> files = new HashMap<>(Map.of("models.yaml", MODELS));
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      files.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return new Bundle(files, environment);
  }

  private static Policy.Compilation.Accepted accepted(Bundle bundle) {
    return switch (Policy.compile(bundle, Manifests.PROVIDERS)) {
      case Policy.Compilation.Accepted accepted -> accepted;
      case Policy.Compilation.Rejected(var problems) -> throw new AssertionError(problems);
    };
  }

  private static List<String> models(Bundle bundle) {
    return accepted(bundle).policy().served().stream().map(Policy.Served::id).toList();
  }

  private static List<String> problems(Bundle bundle) {
    return switch (Policy.compile(bundle, Manifests.PROVIDERS)) {
      case Policy.Compilation.Accepted accepted -> List.of();
      case Policy.Compilation.Rejected(var problems) ->
          problems.stream().map(Object::toString).toList();
    };
  }

  @Test
  void includedListsStandBehindTheirIncluders() {
    assertThat(
            models(
                bundle(
                    "",
                    "routes.yaml",
                    "include: [teams/bank.yaml, c.yaml]\nai_routes:\n" + route("a", "ma"),
                    "teams/bank.yaml",
                    "include: teams/deeper.yaml\nai_routes:\n" + route("b", "mb"),
                    "teams/deeper.yaml",
                    "ai_routes:\n" + route("d", "md"),
                    "c.yaml",
                    "ai_routes:\n" + route("c", "mc"))))
        .containsExactly("ma", "mb", "md", "mc");
  }

  @Test
  void problemsKeepTheFileTheyStandIn() {
    assertThat(
            problems(
                bundle(
                    "",
                    "routes.yaml",
                    "include: [b.yaml]\nai_routes:\n" + route("a", "m*"),
                    "b.yaml",
                    "# bank\nai_routes:\n" + route("b", "mb") + route("a", "z"))))
        .containsExactly(
            "b.yaml:3:30 ai_routes[0].match.model: this route is never reached: route \"a\" above"
                + " it matches \"m*\" first",
            "b.yaml:4:12 ai_routes[1].name: another route is named \"a\"; expected a name of its"
                + " own");
  }

  @Test
  void refusesFilesThatAreMissingOutsideTwiceOrInACircle() {
    assertThat(
            problems(
                bundle(
                    "",
                    "routes.yaml",
                    "include:\n  - missing.yaml\n  - ../up.yaml\n  - /etc/abs.yaml\n  - key.pem\n"
                        + "  - b.yaml\n  - b.yaml\nai_routes:\n"
                        + route("a", "ma"),
                    "b.yaml",
                    "include: [routes.yaml]\nclassifier: linear\n")))
        .containsExactly(
            "routes.yaml:2:5 include[0]: there is no file missing.yaml",
            "routes.yaml:3:5 include[1]: expected the name of a .yaml file below the policy's"
                + " folder, e.g. teams/bank.yaml",
            "routes.yaml:4:5 include[2]: expected the name of a .yaml file below the policy's"
                + " folder, e.g. teams/bank.yaml",
            "routes.yaml:5:5 include[3]: expected the name of a .yaml file below the policy's"
                + " folder, e.g. teams/bank.yaml",
            "routes.yaml:6:5 include[4]: is included already; expected it once",
            "b.yaml:1:11 include[0]: files include each other in a circle: routes.yaml → b.yaml →"
                + " routes.yaml");
  }

  @Test
  void refusesFilesMoreThanFourDeep() {
    List<String> files = new ArrayList<>(List.of("routes.yaml", "include: f1.yaml\nai_routes: []"));
    for (int i = 1; i <= 5; i++) {
      files.addAll(List.of("f" + i + ".yaml", "include: f" + (i + 1) + ".yaml"));
    }

    assertThat(problems(bundle("", files.toArray(String[]::new))))
        .containsExactly("f4.yaml:1:10 include: expected at most 4 files within each other");
  }

  @Test
  void aKeyThatIsNoListStandsInOneFileOnly() {
    assertThat(
            problems(
                bundle(
                    "",
                    "routes.yaml",
                    "include: b.yaml\nclassifier: linear\nai_routes:\n" + route("a", "ma"),
                    "b.yaml",
                    "classifier: embedding")))
        .containsExactly(
            "b.yaml:1:13 classifier: stands in another file already; expected it in one of them");
  }

  @Test
  void everyFileMayHaveDetectors() {
    String detector = "detectors: {custom: [{name: %s, pattern: %s, data_class: d}]}%n";
    Bundle bundle =
        bundle(
            "",
            "routes.yaml",
            "include: b.yaml\n" + detector.formatted("one", "x") + "ai_routes:\n" + route("a", "m"),
            "b.yaml",
            detector.formatted("two", "y"));

    assertThat(accepted(bundle).policy().needs().customDetectors())
        .extracting(FeatureNeeds.Detector::name)
        .containsExactly("one", "two");
  }

  @Test
  void anOverlayReplacesKeysRemovesAndAddsInFront() {
    Bundle bundle =
        bundle(
            "prod",
            "routes.yaml",
            "ai_routes:\n" + route("a", "ma") + route("b", "mb") + route("c", "mc"),
            "routes.prod.yaml",
            """
            ai_routes:
              - {name: b, match: {model: changed}}
              - {name: c, remove: true}
              - {name: d, match: {model: md}, targets: [{provider: ollama, model: y}]}
            """,
            "models.prod.yaml",
            """
            models:
              - {provider: openai, model: x, price: {input: 1, output: 1}}
              - {provider: ollama, model: y, price: {input: 0, output: 0}}
            """);

    assertThat(models(bundle)).containsExactly("md", "ma", "changed", "openai/x", "ollama/y");
    Policy policy = accepted(bundle).policy();
    assertThat(Manifests.targets(policy.decide(Manifests.call("r", "changed"))))
        .containsExactly("openai/x");
    assertThat(accepted(bundle).warnings()).isEmpty();
  }

  @Test
  void problemsOfAnOverlayStandInTheOverlay() {
    assertThat(
            problems(
                bundle(
                    "prod",
                    "routes.yaml",
                    "ai_routes:\n" + route("a", "ma"),
                    "routes.prod.yaml",
                    """
                    ai_routes:
                      - {name: a, fallback: nobody/m}
                      - {name: z, remove: true}
                      - {name: a, fallback: openai/m}
                      - {name: y, remove: false}
                    """)))
        .containsExactly(
            "routes.prod.yaml:2:25 ai_routes[0].fallback: no provider is named \"nobody\"; expected"
                + " one of anthropic, ollama, openai",
            "routes.prod.yaml:3:23 ai_routes[1].remove: there is nothing of that name to remove",
            "routes.prod.yaml:4:12 ai_routes[2].name: stands in this overlay already; expected it"
                + " once",
            "routes.prod.yaml:5:5 ai_routes[3].match: missing; expected a mapping with the key"
                + " model",
            "routes.prod.yaml:5:5 ai_routes[3].targets: missing; expected a list of at least one"
                + " target",
            "routes.prod.yaml:5:23 ai_routes[3].remove: unknown key; expected one of accept, audit,"
                + " cache, constraints, experiment, fallback, guardrails, match, name, redact,"
                + " resilience, safety, shadow, strategy, targets");
  }

  @Test
  void anEnvironmentWithoutAnyOverlayIsAWarning() {
    Bundle bundle = bundle("prdo", "routes.yaml", "ai_routes:\n" + route("a", "ma"));

    assertThat(accepted(bundle).warnings())
        .extracting(Object::toString)
        .first()
        .isEqualTo("routes.yaml:1:1: there is no overlay for the environment prdo");
    assertThat(problems(new Bundle(bundle.files(), "../x"))).hasSize(2);
  }

  @Test
  void theVersionCoversWhatIsReadAndNothingElse() {
    String routes = "ai_routes:\n" + route("a", "ma");
    String plain = version(bundle("", "routes.yaml", routes));
    String including = "include: b.yaml\n" + routes;

    assertThat(plain)
        .isEqualTo(version(bundle("", "routes.yaml", routes, "unused.yaml", "x: 1")))
        .isEqualTo(version(bundle("", "routes.yaml", routes, "routes.prod.yaml", "x: 1")))
        .isNotEqualTo(version(bundle("prod", "routes.yaml", routes)));
    assertThat(version(bundle("", "routes.yaml", including, "b.yaml", "ai_routes: []")))
        .isNotEqualTo(version(bundle("", "routes.yaml", including, "b.yaml", "ai_routes: [] #")));
    assertThat(version(bundle("prod", "routes.yaml", routes)))
        .isNotEqualTo(version(bundle("test", "routes.yaml", routes)));
  }

  private static String version(Bundle bundle) {
    return accepted(bundle).policy().version();
  }

  @Test
  void gathersAllFilesThatBelongToAPolicy() {
    Map<String, String> disk =
        Map.of(
            "routes.yaml", "include: b.yaml",
            "b.yaml", "include: [c.yaml, ../secret.yaml]",
            "c.yaml", "",
            "models.yaml", MODELS,
            "models.prod.yaml", "include: d.yaml",
            "d.yaml", MODELS,
            "other.yaml", "");
    List<String> asked = new ArrayList<>();

    Bundle bundle =
        Bundle.gather(
            "prod",
            name -> {
              asked.add(name);
              return Optional.ofNullable(disk.get(name));
            });

    assertThat(bundle.files())
        .containsOnlyKeys(
            "routes.yaml", "b.yaml", "c.yaml", "models.yaml", "models.prod.yaml", "d.yaml");
    assertThat(asked)
        .containsExactlyInAnyOrder(
            "routes.yaml",
            "models.yaml",
            "routes.prod.yaml",
            "models.prod.yaml",
            "b.yaml",
            "d.yaml",
            "c.yaml");
    assertThat(Bundle.wanted(Map.of("routes.yaml", "include: b.yaml"), ""))
        .containsExactly("b.yaml", "models.yaml");
  }
}
