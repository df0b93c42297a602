package dev.strowger.worker;

import java.time.Instant;

/** Where an answer begins for one delivery. */
sealed interface Beginning {
  /** The client has nothing. */
  record Anew() implements Beginning {}

  /** The client has a part. */
  record Rest(BegunAnswer begun) implements Beginning {}

  /** There is nothing to be done for this delivery. */
  record Never(CallOutcome.NotCalled why) implements Beginning {}

  /** Asks the door if the client may have a part of its answer. */
  static Beginning of(ChannelClient channels, Delivery delivery, Instant now)
      throws InterruptedException {
    if (!delivery.perhapsBegun(now)) {
      return new Anew();
    }
    Beginning beginning = channels.beginning(delivery);
    // A client with a key comes back for the whole answer.
    return delivery.keyed()
            && beginning instanceof Never(var why)
            && why.standing() == CallOutcome.NotCalled.Standing.GONE
        ? new Anew()
        : beginning;
  }
}
