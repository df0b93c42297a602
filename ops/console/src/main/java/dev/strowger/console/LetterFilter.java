package dev.strowger.console;

import dev.strowger.records.DeadLetter;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Which dead letters are meant.
 *
 * @param topic they were read from; empty for all
 * @param reason a part of it, in any case; empty for all
 * @param since when they were set aside, at the earliest
 */
record LetterFilter(String topic, String reason, Optional<Instant> since) {
  static final LetterFilter ALL = new LetterFilter("", "", Optional.empty());

  boolean matches(DeadLetter letter) {
    return (topic.isEmpty() || letter.getTopic().equals(topic))
        && letter.getReason().toLowerCase(Locale.ROOT).contains(reason.toLowerCase(Locale.ROOT))
        && since.map(from -> !letter.getAt().isBefore(from)).orElse(true);
  }
}
