package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.strowger.records.ResponseRecord;
import dev.strowger.topics.Body;
import java.io.IOException;
import java.util.Optional;

/**
 * What requests want of kept answers, made within bounds: all bytes are taken from the room that
 * all requests share before they are unpacked, and what would be a tree of too many parts is
 * refused before there is a tree.
 *
 * @param maxBodyBytes of a request, what it goes on from included
 * @param maxAnswerBytes of an answer
 */
record KeptBodies(int maxBodyBytes, int maxAnswerBytes) {
  /** Names, values, and ends of objects and arrays; as a tree some 64 bytes each. */
  static final int MOST_TOKENS = 500_000;

  private static final int TREE_BYTES_PER_TOKEN = 64;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /** The answer, as its client got it. */
  Sought<byte[]> response(ResponseRecord kept, Hold hold) {
    Body answered = answered(kept);
    return hold.take(answered.plainBytes())
        ? new Sought.Found<>(answered.unpack(maxAnswerBytes))
        : new Sought.Refused<>(Refusals.full());
  }

  /** A page of the items it was asked with. */
  Sought<byte[]> inputItems(ResponseRecord kept, ItemPage page, Hold hold) throws IOException {
    Room room = new Room(hold);
    Optional<OpenAiError> none = room.take(asked(kept));
    return none.isPresent()
        ? new Sought.Refused<>(none.get())
        : new Sought.Found<>(Continuation.inputItems(kept, page, maxAnswerBytes));
  }

  /**
   * The body with all that it takes from kept answers.
   *
   * @param previous the answer it goes on from
   * @param responses where items are found that it refers to; empty if it refers to none
   */
  Sought<byte[]> whole(
      byte[] body,
      Optional<ResponseRecord> previous,
      Optional<ItemReferences.Responses> responses,
      Hold hold)
      throws IOException, InterruptedException {
    Room room = new Room(hold);
    Optional<OpenAiError> none = room.take(body);
    if (none.isEmpty() && previous.isPresent()) {
      none = room.take(previous.get());
    }
    if (none.isPresent()) {
      return new Sought.Refused<>(none.get());
    }
    Continuation request = Continuation.of(body);
    if (previous.isPresent()) {
      request.from(previous.get(), maxAnswerBytes);
    }
    if (responses.isPresent()) {
      var references =
          new ItemReferences(id -> room.admitted(responses.get().find(id)), maxBodyBytes);
      Optional<OpenAiError> problem = request.resolve(references);
      if (problem.isPresent()) {
        return new Sought.Refused<>(problem.get());
      }
    }
    byte[] whole = request.whole();
    return whole.length > maxBodyBytes
        ? new Sought.Refused<>(Refusals.tooLongToGoOn(maxBodyBytes))
        : new Sought.Found<>(whole);
  }

  /** What one request may unpack and have as trees; all of it together is counted. */
  private final class Room {
    private final Hold hold;
    private long tokens;

    Room(Hold hold) {
      this.hold = hold;
    }

    Sought<ResponseRecord> admitted(Sought<ResponseRecord> sought) throws IOException {
      if (!(sought instanceof Sought.Found<ResponseRecord>(ResponseRecord kept))) {
        return sought;
      }
      Optional<OpenAiError> none = take(kept);
      return none.isPresent() ? new Sought.Refused<>(none.get()) : sought;
    }

    /** Empty if there is room. */
    Optional<OpenAiError> take(ResponseRecord kept) throws IOException {
      if (asked(kept).plainBytes() + answered(kept).plainBytes() > maxAnswerBytes) {
        return Optional.of(Refusals.tooLongToGoOn(maxBodyBytes));
      }
      Optional<OpenAiError> none = take(asked(kept));
      return none.isPresent() ? none : take(answered(kept));
    }

    Optional<OpenAiError> take(Body body) throws IOException {
      // As it was, and as it becomes.
      return hold.take(2 * body.plainBytes())
          ? tree(body.unpack(maxAnswerBytes))
          : Optional.of(Refusals.full());
    }

    Optional<OpenAiError> take(byte[] json) throws IOException {
      return hold.take(json.length) ? tree(json) : Optional.of(Refusals.full());
    }

    private Optional<OpenAiError> tree(byte[] json) throws IOException {
      long more = count(json);
      tokens += more;
      if (tokens > MOST_TOKENS) {
        return Optional.of(Refusals.tooManyParts(MOST_TOKENS));
      }
      return hold.take(more * TREE_BYTES_PER_TOKEN)
          ? Optional.empty()
          : Optional.of(Refusals.full());
    }
  }

  private static Body asked(ResponseRecord kept) {
    return new Body(kept.getRequestEncoding(), kept.getRequest());
  }

  private static Body answered(ResponseRecord kept) {
    return new Body(kept.getResponseEncoding(), kept.getResponse());
  }

  /** Stops counting when there are too many. */
  private static long count(byte[] json) throws IOException {
    long count = 0;
    try (JsonParser parser = JSON.createParser(json)) {
      while (count <= MOST_TOKENS && parser.nextToken() != null) {
        count++;
      }
    }
    return count;
  }
}
