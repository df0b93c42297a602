package dev.strowger.policy;

import static dev.strowger.policy.Build.call;
import static dev.strowger.policy.Build.candidates;
import static dev.strowger.policy.Build.card;
import static dev.strowger.policy.Build.figures;
import static dev.strowger.policy.Build.in;
import static dev.strowger.policy.Build.name;
import static dev.strowger.policy.Build.places;
import static dev.strowger.policy.Build.refused;
import static dev.strowger.policy.Build.target;
import static dev.strowger.policy.Manifests.planned;
import static dev.strowger.policy.Manifests.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.policy.Build.Way;
import dev.strowger.policy.Build.Whole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintsTest {
  private static final Match PII = dataClass("pii");

  private final Whole european =
      Whole.of(new Way("r", target("a/us"), target("b/de")).fallback("c/unknown"))
          .rule("eu-only", PII, in("EU"))
          .card("a/us", places("US"))
          .card("b/de", places("DE"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EU    | EU    |
          EU    | DE,FR |
          EU    | DE,US | may process in US
          EU    |       | its jurisdictions are not known
          DE    | EU    | may process in EU
          DE,CH | CH    |
          EU    | GB,CH | may process in CH, GB
          """)
  void aModelMustProcessInPermittedPlacesOnly(String permitted, String places, String objection) {
    ModelCard card = places == null ? card() : places(places.split(","));

    assertThat(Objection.of(in(permitted.split(",")), name("a/x"), card))
        .isEqualTo(Optional.ofNullable(objection));
  }

  @Test
  void whatTheCatalogueDoesNotSayCountsAgainstAModel() {
    Require everything =
        new Require(
            Set.of(),
            Set.of("iso-27001", "hipaa"),
            Set.of(),
            false,
            false,
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty());
    assertThat(Objection.of(everything, name("a/x"), card()))
        .contains("is not certified hipaa, iso-27001");
    assertThat(Objection.of(everything, name("a/x"), standing(Set.of("hipaa"), false, null)))
        .contains("is not certified iso-27001");
    assertThat(
            Objection.of(
                everything, name("a/x"), standing(Set.of("hipaa", "iso-27001"), false, null)))
        .isEmpty();
    assertThat(Objection.of(require(true, false, -1, -1, null), name("a/x"), card()))
        .contains("is not open-weight");
    assertThat(Objection.of(require(false, true, -1, -1, null), name("a/x"), card()))
        .contains("is not self-hosted");
    assertThat(
            Objection.of(
                require(true, true, -1, -1, null), name("a/x"), standing(Set.of(), true, null)))
        .isEmpty();
  }

  @Test
  void pricesMayBeNoHigherThanTheBound() {
    Require cheap = require(false, false, 1_500_000, 4_000_000, null);

    assertThat(Objection.of(cheap, name("a/x"), card())).contains("its price is not known");
    assertThat(Objection.of(cheap, name("a/x"), figures(1_500_000, Map.of(), 1))).isEmpty();
    assertThat(Objection.of(cheap, name("a/x"), figures(1_500_001, Map.of(), 1)))
        .contains("costs more than 1.5 per million tokens of input");
    assertThat(
            Objection.of(
                require(false, false, -1, 4_000_000, null),
                name("a/x"),
                figures(4_000_001, Map.of(), 1)))
        .contains("costs more than 4 per million tokens of output");
  }

  @Test
  void aShorterRetentionIsPermittedToo() {
    Require month = require(false, false, -1, -1, Retention.DAYS_30);

    assertThat(Objection.of(month, name("a/x"), card()))
        .contains("how long its provider keeps data is not known");
    assertThat(Objection.of(month, name("a/x"), standing(Set.of(), true, Retention.NONE)))
        .isEmpty();
    assertThat(Objection.of(month, name("a/x"), standing(Set.of(), true, Retention.UNLIMITED)))
        .contains("its provider keeps data for too long");
  }

  @Test
  void aDeniedProviderIsDeniedWhateverItsModelsAreLike() {
    Require denied =
        new Require(
            Set.of(),
            Set.of(),
            Set.of("a"),
            false,
            false,
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty());

    assertThat(Objection.of(denied, name("a/x"), places("DE"))).contains("its provider is denied");
    assertThat(Objection.of(denied, name("b/x"), places("DE"))).isEmpty();
  }

  @Test
  void aRuleHoldsForTheCallsItMatchesAndSaysWhy() {
    Policy policy = european.policy();

    Decision marked = policy.decide(call("r").classes("pii").facts());
    assertThat(targets(marked)).containsExactly("b/de");
    assertThat(marked.rules()).containsExactly("eu-only");
    assertThat(candidates(marked))
        .containsExactly(
            "a/us excluded: rule eu-only: may process in US",
            "b/de weighted choice",
            "c/unknown excluded: rule eu-only: its jurisdictions are not known");

    Decision plain = policy.decide(call("r").classes("other").facts());
    assertThat(targets(plain)).hasSize(3);
    assertThat(plain.rules()).isEmpty();
  }

  @Test
  void aRuleForADataClassHoldsWhenNobodyCouldLook() {
    assertThat(targets(european.policy().decide(call("r").undetermined().facts())))
        .containsExactly("b/de");
  }

  @Test
  void aForbiddenTargetIsNotKeptForWantOfAnother() {
    Decision decision = european.policy().decide(call("r").classes("pii").down("b").facts());

    assertThat(targets(decision)).containsExactly("b/de");
    assertThat(planned(decision).steps().getFirst().reason())
        .isEqualTo("weighted choice; it is down, kept for want of another");
  }

  @Test
  void allRulesHoldTogetherAndARefusalNamesThoseThatForbid() {
    Policy policy =
        Whole.of(new Way("r", target("a/us"), target("b/de")).require(in("DE", "FR")))
            .rule("us-only", PII, in("US"))
            .rule("idle", PII, Require.NOTHING)
            .card("a/us", places("US"))
            .card("b/de", places("DE"))
            .policy();

    Decision.Refused refused = refused(policy.decide(call("r").classes("pii").facts()));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("policy_denied");
    assertThat(refused.message())
        .isEqualTo("No model may be used for this request; it is forbidden by: route r, us-only.");
    assertThat(refused.rules()).containsExactly("us-only", "idle", "route r");
    assertThat(candidates(refused))
        .containsExactly(
            "a/us excluded: rule route r: may process in US",
            "b/de excluded: rule us-only: may process in DE");
  }

  @Test
  void rulesHoldForModelsNamedDirectlyToo() {
    Policy policy =
        Whole.of(new Way("r", target("a/us")).match(Match.model(new ModelPattern("x", false))))
            .rule("eu-only", PII, in("EU"))
            .card("b/de", places("DE"))
            .policy();

    assertThat(targets(policy.decide(call("r").model("b/de").classes("pii").facts())))
        .containsExactly("b/de");
    assertThat(refused(policy.decide(call("r").model("b/new").classes("pii").facts())).message())
        .contains("eu-only");
    assertThat(targets(policy.decide(call("r").model("b/new").facts()))).containsExactly("b/new");
  }

  static Match dataClass(String name) {
    return new Match(
        List.of(),
        Match.Who.ANY,
        Match.Asked.ANY,
        new Match.Prompt(Map.of(), Set.of(), Set.of(name), Match.Span.ANY),
        Optional.empty());
  }

  private static ModelCard standing(
      Set<String> certifications, boolean own, @Nullable Retention retention) {
    return card(
        new ModelCard.Standing(Set.of(), certifications, own, own, Optional.ofNullable(retention)));
  }

  private static Require require(
      boolean open, boolean own, long input, long output, @Nullable Retention retention) {
    return new Require(
        Set.of(),
        Set.of(),
        Set.of(),
        open,
        own,
        input < 0 ? OptionalLong.empty() : OptionalLong.of(input),
        output < 0 ? OptionalLong.empty() : OptionalLong.of(output),
        Optional.ofNullable(retention));
  }
}
