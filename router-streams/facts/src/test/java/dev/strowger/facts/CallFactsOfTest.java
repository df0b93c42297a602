package dev.strowger.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.policy.CallFacts;
import dev.strowger.policy.CallFacts.CacheMode;
import dev.strowger.policy.CallFacts.Moment;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallFactsOfTest {
  private static final Moment QUIET = new Moment(Map.of(), Map.of(), Set.of());

  @Test
  void dataClassesAreThoseDeclaredInAnyCaseAndThoseDetected() {
    RequestFacts facts =
        RequestFacts.newBuilder()
            .setDataClass("Health, card ,")
            .setDetected(List.of("pii.email"))
            .setDetectedClasses(List.of("pii"))
            .build();

    CallFacts.Prompt prompt = call(facts).prompt();
    assertThat(prompt.dataClasses()).containsExactlyInAnyOrder("Health", "health", "card", "pii");
    assertThat(prompt.undetermined()).isFalse();
  }

  @Test
  void whatCouldNotBeLookedAtIsUndetermined() {
    RequestFacts facts =
        RequestFacts.newBuilder().setDetected(List.of(CallFactsOf.UNDETERMINED)).build();

    assertThat(call(facts).prompt().undetermined()).isTrue();
    assertThat(call(facts).prompt().dataClasses()).isEmpty();
  }

  @Test
  void whatNobodyKnowsStaysUnknown() {
    CallFacts call = call(RequestFacts.newBuilder().build());

    assertThat(call.prompt()).isEqualTo(CallFacts.Prompt.UNKNOWN);
    assertThat(call.asked().maxOutputTokens()).isEmpty();
    assertThat(call.asked().temperature()).isEmpty();
    assertThat(call.asked().cacheMode()).isEqualTo(CacheMode.USE);
  }

  @Test
  void theClientsWishesOfTheCacheAreKnownAndAnyOtherIsTheUsual() {
    assertThat(List.of("use", "bypass", "refresh", "Refresh"))
        .extracting(
            mode -> call(RequestFacts.newBuilder().setCacheMode(mode).build()).asked().cacheMode())
        .containsExactly(CacheMode.USE, CacheMode.BYPASS, CacheMode.REFRESH, CacheMode.USE);
  }

  @Test
  void aRequestThatThePolicyDidNotDecideOnCannotBeDecidedAgain() {
    RequestRecord request = new Calls(1).request();

    assertThat(
            CallFactsOf.decision(
                DecisionRecordOf.refused(request, Calls.NOON, "v", "it waited too long")))
        .isEmpty();
  }

  private static CallFacts call(RequestFacts facts) {
    return CallFactsOf.request(new Calls(1).request(facts), Calls.NOON, QUIET);
  }
}
