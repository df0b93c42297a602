package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.strowger.records.ResponseRecord;
import dev.strowger.topics.Body;
import java.io.IOException;

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

  /** The list of the items it was asked with. */
  Sought<byte[]> inputItems(ResponseRecord kept, Hold hold) throws IOException {
    Body asked = asked(kept);
    // As it was, and as it becomes.
    if (!hold.take(2 * asked.plainBytes())) {
      return new Sought.Refused<>(Refusals.full());
    }
    long tokens = tokens(asked.unpack(maxAnswerBytes));
    if (tokens > MOST_TOKENS) {
      return new Sought.Refused<>(Refusals.tooManyParts(MOST_TOKENS));
    }
    return hold.take(tokens * TREE_BYTES_PER_TOKEN)
        ? new Sought.Found<>(Continuation.inputItems(kept, maxAnswerBytes))
        : new Sought.Refused<>(Refusals.full());
  }

  /** The body with all that went before it. */
  Sought<byte[]> goingOn(byte[] body, ResponseRecord kept, Hold hold) throws IOException {
    Body asked = asked(kept);
    Body answered = answered(kept);
    long before = asked.plainBytes() + answered.plainBytes();
    if (before > maxAnswerBytes) {
      return new Sought.Refused<>(Refusals.tooLongToGoOn(maxBodyBytes));
    }
    if (!hold.take(2 * before + body.length)) {
      return new Sought.Refused<>(Refusals.full());
    }
    long tokens =
        tokens(body)
            + tokens(asked.unpack(maxAnswerBytes))
            + tokens(answered.unpack(maxAnswerBytes));
    if (tokens > MOST_TOKENS) {
      return new Sought.Refused<>(Refusals.tooManyParts(MOST_TOKENS));
    }
    if (!hold.take(tokens * TREE_BYTES_PER_TOKEN)) {
      return new Sought.Refused<>(Refusals.full());
    }
    byte[] whole = Continuation.of(body, kept, maxAnswerBytes);
    return whole.length > maxBodyBytes
        ? new Sought.Refused<>(Refusals.tooLongToGoOn(maxBodyBytes))
        : new Sought.Found<>(whole);
  }

  private static Body asked(ResponseRecord kept) {
    return new Body(kept.getRequestEncoding(), kept.getRequest());
  }

  private static Body answered(ResponseRecord kept) {
    return new Body(kept.getResponseEncoding(), kept.getResponse());
  }

  /** Stops counting when there are too many. */
  private static long tokens(byte[] json) throws IOException {
    long count = 0;
    try (JsonParser parser = JSON.createParser(json)) {
      while (count <= MOST_TOKENS && parser.nextToken() != null) {
        count++;
      }
    }
    return count;
  }
}
