package dev.strowger.worker;

import dev.strowger.channel.Frame;
import dev.strowger.dialects.FailureKind;
import dev.strowger.records.Answer;
import dev.strowger.records.CacheRecord;
import dev.strowger.records.Outcome;
import dev.strowger.sealing.SealedException;
import dev.strowger.topics.Body;
import dev.strowger.worker.cache.Found;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Gives kept answers to the clients that wait for them, as they were given before. */
final class CacheGiving {
  private final Outlets outlets;
  private final Replies replies;
  private final Publisher publisher;
  private final Events events;
  private final Onward onward;
  private final CacheMetrics metrics;
  private final TimeSource time;
  private final int maxBodyBytes;

  CacheGiving(
      Outlets outlets,
      Publisher publisher,
      Events events,
      CacheMetrics metrics,
      TimeSource time,
      int maxBodyBytes) {
    this.outlets = outlets;
    this.replies = new Replies(publisher, false);
    this.publisher = publisher;
    this.events = events;
    this.onward = new Onward(publisher, replies, events, time);
    this.metrics = metrics;
    this.time = time;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** What has become of the delivery. */
  enum Given {
    /** All that follows from it is in the log. */
    SETTLED,
    /** This process stops: it is left for another delivery. */
    UNSETTLED,
    /** The answer does not do, and the client has nothing more of it than before. */
    NOT_GIVEN
  }

  /**
   * @param watch stopped when the answer was found
   */
  Given give(Delivery delivery, Found.Kept sealed, Stopwatch watch, CancelToken token)
      throws InterruptedException {
    Found.Kept found;
    byte[] bytes;
    try {
      found = new Found.Kept(publisher.bodies().open(sealed.answer()), sealed.likeness());
      bytes = body(found.answer()).unpack(maxBodyBytes);
    } catch (IllegalArgumentException | SealedException e) {
      return Given.NOT_GIVEN;
    }
    Giving giving = new Giving(delivery, delivery.by(found.answer()), found, watch, bytes);
    return delivery.request().getStream() ? stream(giving, token) : whole(giving);
  }

  /**
   * @param as the delivery, as if the maker of the answer were its step
   * @param bytes of the answer
   */
  private record Giving(
      Delivery delivery, Delivery as, Found.Kept found, Stopwatch watch, byte[] bytes) {
    CacheRecord answer() {
      return found.answer();
    }

    List<String> dropped() {
      return found.answer().getDropped();
    }

    String likeness() {
      return found.likeness().label();
    }
  }

  private Given whole(Giving giving) throws InterruptedException {
    if (!keptForRepeats(giving)) {
      return Given.UNSETTLED;
    }
    Body body = body(giving.answer());
    Future<RecordMetadata> reply =
        replies.kept(
            giving.as(),
            new Answer(body.encoding(), body.bytes()),
            giving.answer(),
            giving.likeness());
    Given given = answered(giving, OptionalLong.empty());
    Replies.await(giving.delivery(), reply);
    return given;
  }

  private Given stream(Giving giving, CancelToken token) throws InterruptedException {
    Delivery delivery = giving.delivery();
    Beginning beginning =
        delivery.perhapsBegun(time.now())
            ? outlets.channels().beginning(delivery)
            : new Beginning.Anew();
    return switch (beginning) {
      case Beginning.Anew() -> open(giving, Optional.empty(), giving.bytes(), token);
      case Beginning.Rest(BegunAnswer begun) ->
          begins(giving.bytes(), begun.events())
              ? open(giving, Optional.of(begun), rest(giving.bytes(), begun.events()), token)
              : Given.NOT_GIVEN;
      case Beginning.Never(CallOutcome.NotCalled(var standing, String why)) ->
          switch (standing) {
            case GONE -> gone(giving, why);
            // Who answers says how it ends.
            case ELSEWHERE -> Given.SETTLED;
            case HELD ->
                settled(onward.fail(delivery, Failures.held(why), FailureKind.PROVIDER_ERROR));
          };
    };
  }

  private static boolean begins(byte[] whole, byte[] part) {
    return part.length <= whole.length
        && Arrays.equals(whole, 0, part.length, part, 0, part.length);
  }

  private static byte[] rest(byte[] whole, byte[] part) {
    return Arrays.copyOfRange(whole, part.length, whole.length);
  }

  private Given open(Giving giving, Optional<BegunAnswer> begun, byte[] rest, CancelToken token)
      throws InterruptedException {
    ChannelClient.Head head =
        new ChannelClient.Head(
            giving.answer().getSimulated(), 0, giving.likeness(), giving.dropped());
    return switch (outlets.channels().open(giving.as(), head, begun)) {
      case ChannelClient.Opened.Open(ChannelStream stream) -> {
        OptionalLong firstToken =
            OptionalLong.of(time.nowUs() - giving.delivery().request().getReceivedAtUs());
        token.onCancel(stream::reset);
        token.opened();
        boolean served = stream.write(rest) && stream.finish(new Frame.End());
        token.onCancel(() -> {});
        if (!served) {
          yield gone(giving, "the client went away before the end");
        }
        yield keptForRepeats(giving) ? answered(giving, firstToken) : Given.UNSETTLED;
      }
      // Another delivery of this request answers, and says how it ends.
      case ChannelClient.Opened.Busy() -> Given.SETTLED;
      case ChannelClient.Opened.Gone(String why) -> gone(giving, why);
    };
  }

  /** A client with a key comes back for its answer. */
  private Given gone(Giving giving, String why) throws InterruptedException {
    if (giving.delivery().keyed()) {
      return keptForRepeats(giving) ? answered(giving, OptionalLong.empty()) : Given.UNSETTLED;
    }
    return settled(onward.claim(giving.delivery(), Outcome.ABANDONED, FailureKind.CANCELLED, why));
  }

  private boolean keptForRepeats(Giving giving) throws InterruptedException {
    boolean wanted =
        giving.delivery().keyed() || giving.delivery().routed().getPlan().getKeepAnswer();
    return !wanted
        || outlets
            .keeper()
            .keepForRepeats(
                giving.as(),
                new KeptAnswer(
                    giving.bytes(),
                    giving.answer().getEvents(),
                    giving.answer().getSimulated(),
                    giving.dropped()));
  }

  private Given answered(Giving giving, OptionalLong firstToken) throws InterruptedException {
    metrics.hit(giving.found());
    publisher.audit().given(giving.delivery(), giving.bytes(), giving.answer().getEvents());
    Delivery ended =
        giving
            .delivery()
            .with(
                CacheStep.path(
                    giving.delivery(), "answered", giving.likeness(), giving.watch().latencyUs()));
    return settled(
        publisher.surely(
            List.of(publisher.event(ended, events.fromCache(ended, giving.found(), firstToken)))));
  }

  private static Given settled(boolean inTheLog) {
    return inTheLog ? Given.SETTLED : Given.UNSETTLED;
  }

  private static Body body(CacheRecord answer) {
    return new Body(answer.getBodyEncoding(), answer.getBody());
  }
}
