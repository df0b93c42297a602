package dev.strowger.console.replay;

import dev.strowger.console.log.OffsetRange;
import dev.strowger.console.log.PartitionCursor;
import dev.strowger.records.Attempt;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Terminal;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Single decisions, and what came of them, from the log: seconds after they were made. */
public final class DecisionLog {
  /** Offsets of one partition that are looked at for one call. */
  static final int MAX_SCANNED = 200_000;

  /** The door's ids begin with the time, in milliseconds. */
  private static final Pattern WITH_TIME = Pattern.compile("req_([0-9a-f]{12})7[0-9a-f]{19}");

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration LATE = Duration.ofMinutes(20);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final KafkaAccess kafka;

  /**
   * A decision and what became of its request.
   *
   * @param end empty: not yet, or long after
   */
  public record Story(
      DecisionRecord decision, List<EventRecord> attempts, Optional<EventRecord> end) {}

  private record Found(DecisionRecord decision, int partition) {}

  public DecisionLog(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  /**
   * @param now ids without a time are looked for among the last decisions before it
   */
  public Optional<Story> story(String requestId, Instant now) throws IOException {
    Optional<Found> found = find(requestId, now);
    return found.isEmpty() ? Optional.empty() : Optional.of(story(found.get()));
  }

  public Optional<DecisionRecord> decision(String requestId, Instant now) throws IOException {
    return find(requestId, now).map(Found::decision);
  }

  /** The newest first. */
  public List<DecisionRecord> last(int number, Predicate<DecisionRecord> wanted)
      throws IOException {
    for (int size = 2_000; ; size *= 10) {
      int most = Math.min(size, MAX_SCANNED);
      List<DecisionRecord> found = new ArrayList<>();
      boolean more = false;
      for (Map.Entry<Integer, OffsetRange> part : whole(Topics.DECISIONS).entrySet()) {
        OffsetRange all = part.getValue();
        OffsetRange newest = all.last(most);
        more |= newest.start() > all.start();
        collect(part.getKey(), newest, wanted, found);
      }
      if (found.size() >= number || !more || most == MAX_SCANNED) {
        return found.stream()
            .sorted(
                Comparator.comparing(DecisionRecord::getAt)
                    .thenComparing(DecisionRecord::getRequestId)
                    .reversed())
            .limit(number)
            .toList();
      }
    }
  }

  private void collect(
      int partition,
      OffsetRange range,
      Predicate<DecisionRecord> wanted,
      List<DecisionRecord> found)
      throws IOException {
    try (PartitionCursor<DecisionRecord> cursor =
        new PartitionCursor<>(kafka, Topics.DECISIONS, partition, range)) {
      DecisionRecord decision = cursor.next();
      while (decision != null) {
        if (wanted.test(decision)) {
          found.add(decision);
        }
        decision = cursor.next();
      }
    }
  }

  private Optional<Found> find(String requestId, Instant now) throws IOException {
    Matcher matcher = WITH_TIME.matcher(requestId);
    if (!matcher.matches()) {
      return find(requestId, now.minus(LATE), now.plus(SOON));
    }
    Instant at = Instant.ofEpochMilli(Long.parseLong(matcher.group(1), 16));
    Optional<Found> soon = find(requestId, at, at.plus(SOON));
    return soon.isPresent() ? soon : find(requestId, at, at.plus(LATE));
  }

  private Optional<Found> find(String requestId, Instant from, Instant to) throws IOException {
    for (Map.Entry<Integer, OffsetRange> part : between(Topics.DECISIONS, from, to).entrySet()) {
      OffsetRange range = part.getValue();
      OffsetRange bounded = range.first(MAX_SCANNED);
      try (PartitionCursor<DecisionRecord> cursor =
          new PartitionCursor<>(kafka, Topics.DECISIONS, part.getKey(), bounded)) {
        DecisionRecord decision = cursor.next();
        while (decision != null) {
          if (decision.getRequestId().equals(requestId)) {
            return Optional.of(new Found(decision, part.getKey()));
          }
          decision = cursor.next();
        }
      }
    }
    return Optional.empty();
  }

  /** Decisions and events have the same key, so they stand in partitions of the same number. */
  private Story story(Found found) throws IOException {
    Instant at = found.decision().getAt();
    List<EventRecord> attempts = new ArrayList<>();
    OffsetRange range = between(Topics.EVENTS, at, at.plus(LONGEST)).get(found.partition());
    if (range == null) {
      return new Story(found.decision(), attempts, Optional.empty());
    }
    OffsetRange bounded = range.first(MAX_SCANNED);
    try (PartitionCursor<EventRecord> cursor =
        new PartitionCursor<>(kafka, Topics.EVENTS, found.partition(), bounded)) {
      EventRecord event = cursor.next();
      while (event != null) {
        if (event.getRequestId().equals(found.decision().getRequestId())) {
          if (event.getDetail() instanceof Terminal) {
            return new Story(found.decision(), attempts, Optional.of(event));
          }
          if (event.getDetail() instanceof Attempt) {
            attempts.add(event);
          }
        }
        event = cursor.next();
      }
    }
    return new Story(found.decision(), attempts, Optional.empty());
  }

  private Map<Integer, OffsetRange> whole(Topic<?> topic) {
    return between(topic, Instant.EPOCH, OffsetRange.LATEST);
  }

  private Map<Integer, OffsetRange> between(Topic<?> topic, Instant from, Instant to) {
    return OffsetRange.between(kafka, topic, from, to);
  }
}
