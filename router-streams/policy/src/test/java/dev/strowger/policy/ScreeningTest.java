package dev.strowger.policy;

import static dev.strowger.policy.Build.call;
import static dev.strowger.policy.Build.can;
import static dev.strowger.policy.Build.candidates;
import static dev.strowger.policy.Build.in;
import static dev.strowger.policy.Build.places;
import static dev.strowger.policy.Build.reasons;
import static dev.strowger.policy.Build.refused;
import static dev.strowger.policy.Build.sized;
import static dev.strowger.policy.Build.target;
import static dev.strowger.policy.Manifests.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.policy.Build.Way;
import dev.strowger.policy.Build.Whole;
import dev.strowger.policy.Strategy.Order;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScreeningTest {
  private final Whole whole =
      Whole.of(
          new Way("r", target("a/one"), target("b/two"), target("c/three"))
              .order(new Order.Priority()));

  @Test
  void whoLacksWhatARequestNeedsStandsOutAndWhoIsUnknownStays() {
    Decision decision =
        whole
            .card("a/one", can("stream", "tools"))
            .card("b/two", can("vision", "tools"))
            .policy()
            .decide(call("r").needs("vision", "tools").down("b").facts());

    assertThat(candidates(decision))
        .containsExactly(
            "a/one excluded: lacks vision", "b/two excluded: it is down", "c/three first");
  }

  @Test
  void aRequestThatNobodyCanServeIsToldWhatIsMissing() {
    Policy policy =
        whole
            .card("a/one", can("stream", "tools"))
            .card("b/two", can("stream", "audio"))
            .card("c/three", can("stream"))
            .policy();

    Decision.Refused vision = refused(policy.decide(call("r").needs("vision", "tools").facts()));
    assertThat(vision.status()).isEqualTo(400);
    assertThat(vision.code()).isEqualTo("capability_not_available");
    assertThat(vision.message())
        .isEqualTo("This request needs what no model available to it can do: vision.");
    assertThat(candidates(vision))
        .containsExactly(
            "a/one excluded: lacks vision",
            "b/two excluded: lacks tools, vision",
            "c/three excluded: lacks tools, vision");
    assertThat(refused(policy.decide(call("r").needs("audio", "tools").facts())).message())
        .isEqualTo(
            "This request needs what no model available to it can do together: audio, tools.");
  }

  @Test
  void eitherKindOfJsonIsHadByWhicheverWayAModelHas() {
    Policy policy =
        whole
            .card("a/one", can("stream", "json_schema"))
            .card("b/two", can("stream", "tools"))
            .card("c/three", can("json_object"))
            .policy();

    for (String json : List.of("json_object", "json_schema")) {
      assertThat(targets(policy.decide(call("r").needs(json).facts())))
          .as(json)
          .containsExactly("a/one", "b/two", "c/three");
    }
    Decision both = policy.decide(call("r").needs("json_object", "tools").facts());
    assertThat(candidates(both))
        .containsExactly(
            "a/one excluded: lacks tools", "b/two first", "c/three excluded: lacks tools");
    assertThat(
            refused(
                    whole
                        .card("a/one", can("stream"))
                        .card("b/two", can("vision"))
                        .card("c/three", can("stream"))
                        .policy()
                        .decide(call("r").needs("json_object").facts()))
                .message())
        .isEqualTo("This request needs what no model available to it can do: json_object.");
  }

  @Test
  void aModelNamedDirectlyMustBeAbleToo() {
    Policy policy =
        Whole.of(new Way("r", target("a/one")).match(Match.model(new ModelPattern("x", false))))
            .card("a/one", can("tools"))
            .policy();

    assertThat(refused(policy.decide(call("r").model("a/one").needs("vision").facts())).code())
        .isEqualTo("capability_not_available");
    assertThat(targets(policy.decide(call("r").model("a/two").needs("vision").facts())))
        .containsExactly("a/two");
  }

  @Test
  void whatIsForbiddenDoesNotCountAsAble() {
    Policy policy =
        whole
            .rule("eu", Match.ALL, in("EU"))
            .card("a/one", can("vision"))
            .card("b/two", can("tools"))
            .card(
                "c/three",
                new ModelCard(
                    Set.of("tools"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    places("DE").standing(),
                    OptionalDouble.empty()))
            .policy();

    assertThat(refused(policy.decide(call("r").needs("vision").facts())).code())
        .isEqualTo("capability_not_available");
    assertThat(targets(policy.decide(call("r").needs("tools").facts()))).containsExactly("c/three");
  }

  @Test
  void aWindowThatIsTooSmallStandsOutWhileALargerOneIsThere() {
    Policy policy =
        whole
            .card("a/one", sized(Optional.of(1000)))
            .card("b/two", sized(Optional.of(2000)))
            .card("c/three", sized(Optional.of(2000)))
            .policy();

    assertThat(targets(policy.decide(call("r").tokens(1000).facts()))).hasSize(3);
    Decision more = policy.decide(call("r").tokens(1000, 1).facts());
    assertThat(targets(more)).containsExactly("b/two", "c/three");
    assertThat(candidates(more).getFirst())
        .isEqualTo("a/one excluded: some 1001 tokens do not fit its 1000");

    Decision tooMuch = policy.decide(call("r").tokens(1900, Long.MAX_VALUE).down("b").facts());
    assertThat(targets(tooMuch)).containsExactly("c/three");
    assertThat(reasons(tooMuch).getFirst())
        .isEqualTo("first; some 2147485547 tokens do not fit its 2000, kept as the largest");
  }
}
