package dev.strowger.worker;

import dev.strowger.channel.Frame;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Gives a whole answer, which was held until now, to the client that waits for it. */
final class Giving {
  private final Outlets outlets;

  Giving(Outlets outlets) {
    this.outlets = outlets;
  }

  /** Where the answer begins, as the door says. */
  Beginning beginning(Delivery delivery, Instant now) throws InterruptedException {
    return Beginning.of(outlets.channels(), delivery, now);
  }

  /**
   * How an answer is given.
   *
   * @param simulated whether a simulator stood in for the provider
   * @param calls of providers for the request, the one that made it included
   * @param watch told when the client begins to get it
   * @param begun the part of these very events that the client has from a delivery that was cut off
   */
  record Way(boolean simulated, int calls, Stopwatch watch, Optional<BegunAnswer> begun) {
    static Way anew(Attempted attempted, boolean simulated) {
      int calls = attempted.delivery().calls() + 1;
      return new Way(simulated, calls, attempted.watch(), Optional.empty());
    }
  }

  /**
   * @param answering its step is the one that answered
   */
  CallOutcome give(Delivery answering, WholeAnswer answer, Way way, CancelToken token)
      throws InterruptedException {
    outlets.keeper().keep(answering, answer.object());
    outlets.keeper().audit().given(answering, answer.bytes(), answer.events());
    return answer.events() ? stream(answering, answer, way, token) : whole(answering, answer, way);
  }

  private CallOutcome whole(Delivery answering, WholeAnswer answer, Way way)
      throws InterruptedException {
    return kept(answering, answer, way)
        ? new CallOutcome.Answered(
            answer.bytes(), answer.end().finishReason(), answer.end().usage(), answer.dropped())
        : new CallOutcome.Faulted(BreakOff.NOT_KEPT, answer.end().usage());
  }

  private boolean kept(Delivery answering, WholeAnswer answer, Way way)
      throws InterruptedException {
    return outlets
        .keeper()
        .keepForRepeats(
            answering,
            new KeptAnswer(answer.bytes(), answer.events(), way.simulated(), answer.dropped()));
  }

  private CallOutcome stream(Delivery answering, WholeAnswer answer, Way way, CancelToken token)
      throws InterruptedException {
    int had = way.begun().map(part -> part.events().length).orElse(0);
    if (had > 0 && !begins(answer.bytes(), way.begun().orElseThrow().events())) {
      return new CallOutcome.NotCalled(
          CallOutcome.NotCalled.Standing.HELD, "the client has another answer's beginning");
    }
    String why = "";
    ChannelClient.Head head =
        new ChannelClient.Head(
            way.simulated(), way.calls(), CacheStep.word(answering), answer.dropped());
    switch (outlets.channels().open(answering, head, way.begun())) {
      case ChannelClient.Opened.Busy() -> {
        return new CallOutcome.AnsweredElsewhere(answer.end().usage());
      }
      case ChannelClient.Opened.Gone(String gone) -> why = gone;
      case ChannelClient.Opened.Open(ChannelStream channel) -> {
        way.watch().given();
        token.opened();
        // The end of the channel is now its proper end, no longer the client's going.
        token.onCancel(() -> {});
        byte[] rest = Arrays.copyOfRange(answer.bytes(), had, answer.bytes().length);
        boolean served = channel.write(rest) && channel.finish(new Frame.End());
        why = served ? "" : "the client went away before the end";
      }
    }
    if (!why.isEmpty() && !answering.keyed()) {
      return new CallOutcome.ClientGone(why, answer.end().usage());
    }
    return kept(answering, answer, way)
        ? new CallOutcome.Streamed(
            answer.end().finishReason(),
            answer.end().usage(),
            Optional.of(new KeptAnswer(answer.bytes(), true, way.simulated(), answer.dropped())))
        : new CallOutcome.Faulted(BreakOff.NOT_KEPT, answer.end().usage());
  }

  private static boolean begins(byte[] whole, byte[] part) {
    return part.length <= whole.length
        && Arrays.equals(whole, 0, part.length, part, 0, part.length);
  }
}
