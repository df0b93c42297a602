package dev.strowger.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.CacheTerms;
import dev.strowger.records.PathStep;
import dev.strowger.records.Plan;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepableTest {
  private static final CacheTerms TERMS = CacheTerms.newBuilder().setTtlMs(1000).build();

  @Test
  void keepsAnAnswerThatCameToItsEnd() {
    assertThat(good(Requests.request("r"), "stop", "{\"content\":\"hi\"}")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"length", "content_filter", "tool_calls", "pause_turn", ""})
  void keepsNothingThatWasCutOrAsksForSomething(String finishReason) {
    assertThat(good(Requests.request("r"), finishReason, "{}")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tool_calls", "function_call"})
  void keepsCallsOfToolsWhereARouteKeepsThem(String finishReason) {
    RequestFacts tools = RequestFacts.newBuilder().setTools(true).build();

    assertThat(good(Requests.request("r").setFacts(tools), finishReason, "{}")).isTrue();
  }

  @Test
  void keepsEmbeddingsWhichHaveNoFinishReason() {
    assertThat(good(Requests.request("r").setApi("embeddings"), "", "{}")).isTrue();
  }

  @Test
  void keepsNoRefusal() {
    assertThat(good(Requests.request("r"), "stop", "{\"content\":null,\"refusal\":\"No.\"}"))
        .isFalse();
    assertThat(good(Requests.request("r"), "stop", "{\"content\":null,\"refusal\": \"No.\"}"))
        .isFalse();
    assertThat(good(Requests.request("r"), "stop", "{\"content\":\"hi\",\"refusal\":null}"))
        .isTrue();
    assertThat(good(Requests.request("r"), "stop", "{\"content\":\"{\\\"refusal\\\":\\\"x\\\"}\"}"))
        .isTrue();
  }

  @Test
  void keepsNoAnswerThatIsTooLong() {
    assertThat(good(Requests.request("r"), "stop", "x".repeat(Keepable.MOST_BYTES))).isTrue();
    assertThat(good(Requests.request("r"), "stop", "x".repeat(Keepable.MOST_BYTES + 1))).isFalse();
  }

  @Test
  void keepsOnlyWhereThePlanSaysSo() {
    assertThat(Keepable.terms(delivery(Requests.request("r"), TERMS))).contains(TERMS);
    assertThat(Keepable.terms(delivery(Requests.request("r"), null))).isEmpty();
    CacheTerms fresh = CacheTerms.newBuilder(TERMS).setWrite(false).build();
    assertThat(Keepable.terms(delivery(Requests.request("r"), fresh))).isEmpty();
    CacheTerms never = CacheTerms.newBuilder(TERMS).setTtlMs(0).build();
    assertThat(Keepable.terms(delivery(Requests.request("r"), never))).isEmpty();
  }

  @Test
  void keepsNoAnswerThatCallsMayReferTo() {
    assertThat(Keepable.terms(delivery(Requests.request("r").setStore(true), TERMS))).isEmpty();
  }

  @Test
  void keepsNoAnswerOfTwoModels() {
    Delivery broken =
        delivery(Requests.request("r"), TERMS)
            .with(
                PathStep.newBuilder()
                    .setProvider("one")
                    .setModel("m")
                    .setResult("provider_error")
                    .setMessage(BrokenPath.BROKE_OFF + "gone")
                    .setLatencyUs(1)
                    .build());

    assertThat(Keepable.terms(broken)).isEmpty();
  }

  private static boolean good(RequestRecord.Builder request, String finishReason, String answer) {
    return Keepable.good(delivery(request, TERMS), finishReason, answer.getBytes(UTF_8));
  }

  private static Delivery delivery(
      RequestRecord.Builder request, @org.jspecify.annotations.Nullable CacheTerms terms) {
    RoutedRecord routed = Requests.routed(request.build(), Requests.step("one"));
    Plan plan = Plan.newBuilder(routed.getPlan()).setCache(terms).build();
    return Requests.delivery(RoutedRecord.newBuilder(routed).setPlan(plan).build());
  }
}
