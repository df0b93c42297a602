package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.facts.CallFactsOf;
import dev.strowger.policy.CallFacts;
import dev.strowger.policy.CallFacts.TargetState;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.ExperimentState;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.TargetStats;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
  @Test
  void thePolicyHearsAllThatIsKnownAndItsRecordSaysTheSame() {
    List<CallFacts> heard = new ArrayList<>();
    try (Bench bench = Bench.withPolicy()) {
      bench.policy.changed("active", Samples.policy(Samples.ROUTES + Samples.TRIAL));
      String definition =
          bench.policy.get().orElseThrow().policy().experiments().getFirst().definition();
      OtherwisePolicy.on(
          bench,
          (call, decision) -> {
            heard.add(call);
            return decision;
          });
      bench.targets.changed("openai/gpt-4o-mini/w1", stats());
      bench.stopped.changed(
          "trial", new ExperimentState("trial", definition, true, "too slow", Samples.START));
      bench.ask(
          RequestRecord.newBuilder(Samples.request("r1", "openai/gpt-4o-mini"))
              .setFacts(
                  RequestFacts.newBuilder()
                      .setTags(Map.of("app", "letters"))
                      .setComplexity(0.1 + 0.2)
                      .setEmbedding(ByteBuffer.wrap(new byte[384]))
                      .build())
              .build());

      CallFacts call = heard.getFirst();
      assertThat(call.at()).isEqualTo(Samples.START);
      assertThat(call.caller().tags()).containsEntry("app", "letters");
      assertThat(call.moment().stopped()).containsExactly("trial@" + definition);
      assertThat(call.moment().targets())
          .isEqualTo(Map.of("openai/gpt-4o-mini", new TargetState(12.5, 40, 3, 2, 7, 1, 1)));
      DecisionRecord decision = bench.decisions().getFirst();
      assertThat(decision.getFacts().getEmbedding()).isNull();
      assertThat(CallFactsOf.decision(decision)).contains(call);
      assertThat(bench.routed("openai").getFirst().getRequest().getFacts().getEmbedding())
          .isNotNull();
    }
  }

  private static TargetStats stats() {
    return new TargetStats(
        "openai", "gpt-4o-mini", "w1", Samples.START, 60_000, 7L, 1L, 1L, 2, 12.5, 3.0, 40.0, 80.0);
  }
}
