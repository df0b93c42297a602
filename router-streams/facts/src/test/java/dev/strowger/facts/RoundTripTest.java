package dev.strowger.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.policy.CallFacts;
import dev.strowger.policy.Decision;
import dev.strowger.policy.Policy;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.RequestRecord;
import java.io.IOException;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RoundTripTest {
  @Property(tries = 500)
  void aDecisionCanBeMadeAgainFromItsRecordWhateverItWentBy(@ForAll long seed) throws IOException {
    Calls calls = new Calls(seed);
    RequestRecord request = calls.request();
    CallFacts call = CallFactsOf.request(request, Calls.NOON.plusNanos(4_567_891), calls.moment());

    assertMadeAgain(new EverythingPolicy(), request, call);
    assertMadeAgain(Policies.SAMPLE, request, call);
  }

  @Property(tries = 200)
  void theSameCallDecidedByAnotherPolicyDiffersOnlyInWhatThatDecides(@ForAll long seed) {
    Calls calls = new Calls(seed);
    RequestRecord request = calls.request();
    CallFacts call = CallFactsOf.request(request, Calls.NOON, calls.moment());
    Policy policy = Policies.SAMPLE;
    DecisionRecord recorded =
        DecisionRecordOf.of(request, call, policy.version(), policy.decide(call));

    Decision other = new EverythingPolicy().decide(call);
    DecisionRecord again = DecisionRecordOf.again(recorded, "everything", other);

    assertThat(again.getRules()).isEqualTo(other.rules());
    assertThat(DecisionRecordOf.again(again, policy.version(), policy.decide(call)))
        .isEqualTo(recorded);
  }

  private static void assertMadeAgain(Policy policy, RequestRecord request, CallFacts call)
      throws IOException {
    Decision decision = policy.decide(call);
    DecisionRecord record = DecisionRecordOf.of(request, call, policy.version(), decision);
    DecisionRecord read = DecisionRecord.fromByteBuffer(record.toByteBuffer());

    CallFacts again = CallFactsOf.decision(read).orElseThrow();
    assertThat(policy.decide(again)).isEqualTo(decision);
    assertThat(Duration.between(again.at(), call.at())).isZero();
    assertThat(read.getFacts().getEmbedding()).isNull();
  }
}
