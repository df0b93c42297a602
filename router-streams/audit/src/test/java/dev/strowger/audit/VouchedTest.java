package dev.strowger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.AuditedRequest;
import org.junit.jupiter.api.Test;

class VouchedTest {
  private static Link link(int number, String promptHash) {
    return Link.of(
        Chain.next(
            "acme",
            Head.NONE,
            Trails.AT,
            AuditedRequest.newBuilder(Trails.request(number)).setPromptHash(promptHash).build()));
  }

  @Test
  void onlyWhatALinkHoldsAHashOfIsVouchedFor() {
    Vouched vouched = new Vouched();
    vouched.take(link(1, "ab"));
    vouched.take(link(2, ""));

    assertThat(vouched.mayVouch("acme", "req_1", "prompt")).isTrue();
    assertThat(vouched.mayVouch("acme", "req_1", "answer")).isFalse();
    assertThat(vouched.mayVouch("acme", "req_2", "prompt")).isFalse();
    assertThat(vouched.mayVouch("beta", "req_1", "prompt")).isFalse();
  }

  @Test
  void behindTheBoundNothingIsKnownAndNothingForgotten() {
    Vouched vouched = new Vouched(1);
    vouched.take(link(1, "ab"));
    vouched.take(link(2, "cd"));

    assertThat(vouched.hash("acme", "req_1", "prompt")).contains("ab");
    assertThat(vouched.hash("acme", "req_2", "prompt")).isEmpty();
    assertThat(vouched.mayVouch("acme", "req_2", "prompt")).isTrue();
  }
}
