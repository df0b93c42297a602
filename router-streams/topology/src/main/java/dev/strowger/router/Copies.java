package dev.strowger.router;

import dev.strowger.facts.ShadowRecordOf;
import dev.strowger.policy.Decision;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ShadowRecord;
import dev.strowger.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies of a request for targets whose answers the caller never sees.
 *
 * @param tooLarge how many there are not, as their topic would not take them
 */
record Copies(List<Outgoing> made, int tooLarge) {
  Copies {
    made = List.copyOf(made);
  }

  static Copies of(
      Decision.Planned planned,
      String version,
      RequestRecord request,
      Instant at,
      Encoders encoders) {
    List<Outgoing> made = new ArrayList<>();
    int tooLarge = 0;
    for (ShadowRecord copy : ShadowRecordOf.planned(planned, version, request, at)) {
      byte[] bytes = encoders.shadow().apply(copy);
      if (bytes.length > encoders.maxRecordBytes()) {
        tooLarge++;
      } else {
        made.add(new Outgoing(Topics.SHADOW.name(), bytes));
      }
    }
    return new Copies(made, tooLarge);
  }
}
