package dev.strowger.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.policy.CallFacts;
import dev.strowger.policy.CallFacts.CacheMode;
import dev.strowger.policy.CallFacts.Moment;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import java.util.HashMap;
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
    assertThat(prompt.dataClasses()).containsExactlyInAnyOrder("health", "card", "pii");
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
  void aDecisionOnACallNobodyLookedAtIsMadeAgainAsSuch() {
    RequestRecord request =
        new Calls(1).request(RequestFacts.newBuilder().setDetected(List.of("pii.email")).build());
    CallFacts call = CallFactsOf.unseen(CallFactsOf.request(request, Calls.NOON, QUIET));

    DecisionRecord record =
        DecisionRecordOf.of(request, call, "v", new EverythingPolicy().decide(call));
    assertThat(record.getFacts().getDetected()).containsExactly("pii.email", "undetermined");
    assertThat(CallFactsOf.decision(record)).contains(call);
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

  @Test
  void whateverIsDownIsKeptUnlessItIsTooMuch() {
    assertThat(kept(DecisionRecordOf.MOST_DOWN)).hasSize(DecisionRecordOf.MOST_DOWN);
    assertThat(kept(DecisionRecordOf.MOST_DOWN + 1)).containsOnlyKeys("openai/gpt-4o-mini");
  }

  private static Map<String, String> kept(int down) {
    Map<String, String> unavailable = new HashMap<>(Map.of("openai/gpt-4o-mini", "down"));
    for (int i = 1; i < down; i++) {
      unavailable.put("openai/" + i, "down");
    }
    RequestRecord request = new Calls(1).request();
    CallFacts call =
        CallFactsOf.request(request, Calls.NOON, new Moment(unavailable, Map.of(), Set.of()));
    return DecisionRecordOf.of(request, call, "v", new EverythingPolicy().decide(call))
        .getUnavailable();
  }

  private static CallFacts call(RequestFacts facts) {
    return CallFactsOf.request(new Calls(1).request(facts), Calls.NOON, QUIET);
  }
}
