package dev.strowger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every key of the format, as it is read. */
class FormatTest {
  private final Ruleset rules = Manifests.ruleset(Example.text("routes.yaml"), Example.models());
  private final Route route = rules.routes().getFirst();

  @Test
  void readsEveryConditionOfAMatch() {
    assertThat(route.match())
        .isEqualTo(
            new Match(
                List.of(new ModelPattern("gpt-4o", false), new ModelPattern("gpt-4o-", true)),
                new Match.Who(
                    new Names(Set.of("bank"), List.of("insurer-")),
                    new Names(Set.of("core"), List.of()),
                    new Names(Set.of(), List.of("key-")),
                    Map.of("project", new Names(Set.of("a"), List.of("b")))),
                new Match.Asked(
                    Map.of("x-stage", new Names(Set.of("test"), List.of())),
                    Set.of("chat", "text_completion"),
                    Set.of("tools", "json_schema"),
                    new Match.Tokens(OptionalLong.of(10), OptionalLong.of(100_000)),
                    Optional.of(true)),
                new Match.Prompt(
                    Map.of("code", 0.6),
                    Set.of("tr", "en"),
                    Set.of("health"),
                    new Match.Span(OptionalDouble.of(0.3), OptionalDouble.of(0.7))),
                Optional.of(
                    new Hours(
                        ZoneId.of("Europe/Berlin"),
                        Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY),
                        LocalTime.of(8, 0),
                        LocalTime.of(18, 0)))));
  }

  @Test
  void readsRulesOfAllAndOfARoute() {
    assertThat(rules.constraints())
        .extracting(Constraint::name)
        .containsExactly("personal-data-in-the-eu", "no-surprises");
    Constraint first = rules.constraints().getFirst();
    assertThat(first.match().prompt().dataClasses()).containsExactly("pii");
    assertThat(first.require().jurisdictions()).containsExactly("EU");
    Constraint last = rules.constraints().getLast();
    assertThat(last.match()).isEqualTo(Match.ALL);
    assertThat(last.require())
        .isEqualTo(
            new Require(
                Set.of(),
                Set.of(),
                Set.of("nobody-yet"),
                false,
                false,
                OptionalLong.of(10_000_000),
                OptionalLong.of(40_500_000),
                Optional.empty()));
    assertThat(route.require())
        .isEqualTo(
            new Require(
                Set.of("DE", "FR"),
                Set.of("iso-27001"),
                Set.of(),
                true,
                true,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.of(Retention.DAYS_30)));
  }

  @Test
  void readsStrategiesByNameAndWithTheirSettings() {
    assertThat(route.strategy())
        .isEqualTo(
            new Strategy(
                new Strategy.Order.Score(0.5, 0.2, 0.3),
                Optional.of(Strategy.Sticky.CONVERSATION)));
    assertThat(rules.routes().getLast().strategy().order())
        .isEqualTo(new Strategy.Order.Cheapest(0));
  }

  @Test
  void readsTargetsWithTheGatesOfTheirRouteUnlessTheyHaveTheirOwn() {
    Acceptance ofRoute =
        new Acceptance(
            true,
            List.of("same", "de"),
            true,
            OptionalInt.of(2),
            OptionalInt.of(5000),
            OptionalDouble.of(-1.5),
            Optional.of(new Acceptance.Consistency(5, 0.8)),
            Optional.of(new Acceptance.Judge("openai/gpt-4o", 0.9, "It compiles.")));
    Target target = route.targets().getFirst();

    assertThat(target.tier()).isEqualTo(2);
    assertThat(target.weight()).isEqualTo(60);
    assertThat(target.accept().orElseThrow().minChars()).hasValue(1);
    assertThat(target.accept().orElseThrow().jsonSchema()).isFalse();
    assertThat(route.fallback().orElseThrow().accept()).contains(ofRoute);
    assertThat(route.extras().experiment().orElseThrow().targets().getFirst().accept())
        .contains(ofRoute);
    assertThat(route.extras().shadows().getFirst().target().accept()).isEmpty();
  }

  @Test
  void readsCachesExperimentsAndShadows() {
    Route.Extras extras = route.extras();
    assertThat(extras.cache())
        .contains(new CacheSettings(OptionalDouble.of(0.95), 3_600_000, true, 1));
    Experiment experiment = extras.experiment().orElseThrow();
    assertThat(experiment.share()).isEqualTo(0.125);
    assertThat(experiment.sticky()).contains(Strategy.Sticky.USER);
    assertThat(experiment.start()).contains(Instant.parse("2026-12-01T00:00:00Z"));
    assertThat(experiment.end()).contains(Instant.parse("2026-12-08T00:00:00Z"));
    assertThat(experiment.guard())
        .contains(
            new Experiment.Guard(
                Optional.of(0.05), Optional.of(5000), Optional.of(1.5), 20, 60_000));
    Shadow shadow = extras.shadows().getFirst();
    assertThat(shadow.share()).isEqualTo(0.05);
    assertThat(shadow.target().name()).hasToString("ollama/llama-3.1");
    assertThat(shadow.perMinute()).isEqualTo(60);
    assertThat(shadow.dailyMicros()).isEqualTo(1_000_000);
  }

  @Test
  void aChangedExperimentIsAnotherOneAndANewLayoutIsNot() {
    String same = Example.text("routes.yaml").replace("percent: 12.5", "percent:    12.5 # more");
    String other = Example.text("routes.yaml").replace("percent: 12.5", "percent: 13");

    assertThat(definition(same)).isEqualTo(definition(Example.text("routes.yaml")));
    assertThat(definition(other)).isNotEqualTo(definition(same));
  }

  private static String definition(String routes) {
    Route route = Manifests.ruleset(routes, Example.models()).routes().getFirst();
    return route.extras().experiment().orElseThrow().definition();
  }

  @Test
  void readsWhatTheCatalogueSaysOfAModel() {
    ModelCard card = Example.cards().get(new Target.Name("ollama", "coder"));

    assertThat(card)
        .isEqualTo(
            new ModelCard(
                Set.of("stream", "tools", "json_schema"),
                Optional.of(new ModelPrice("EUR", 0, 0, 0, 0)),
                Optional.of(128_000),
                Optional.of(8192),
                Map.of("general", 0.62, "code", 0.55),
                new ModelCard.Standing(
                    Set.of("DE"),
                    Set.of("iso-27001", "hipaa"),
                    true,
                    true,
                    Optional.of(Retention.NONE)),
                OptionalDouble.of(40.5)));
  }

  @Test
  void knowsWhatDoorsHaveToFindOut() {
    FeatureNeeds needs = rules.needs();

    assertThat(needs.headers()).containsExactly("x-stage");
    assertThat(needs.language()).isTrue();
    assertThat(needs.complexity()).isTrue();
    assertThat(needs.detectors()).isTrue();
    assertThat(needs.embedding()).isTrue();
    assertThat(needs.classifier()).isEqualTo("embedding");
    assertThat(needs.intents())
        .extracting(FeatureNeeds.Intent::name)
        .containsExactly("code", "translation");
    assertThat(needs.customDetectors())
        .containsExactly(new FeatureNeeds.Detector("patient-number", "PAT-\\d{6}", "health"));
    assertThat(needs.detectorClasses())
        .containsEntry("pii.iban", "payment")
        .containsEntry("pii.card", "pii")
        .containsEntry("secret.key", "secret");
  }
}
