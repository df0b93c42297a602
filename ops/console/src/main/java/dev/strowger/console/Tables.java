package dev.strowger.console;

import dev.strowger.process.Lifetime;
import dev.strowger.process.Probes;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;

/**
 * Follows compacted topics as long as the console lives.
 *
 * @param patience until all that stands in a topic must have been read
 */
record Tables(Probes probes, Lifetime parts, Duration patience) {
  <V extends SpecificRecord> TableView<V> follow(TableView<V> table)
      throws InterruptedException, TimeoutException {
    parts.add(table.name(), table);
    String check = "console " + table.name();
    probes.health().check(check, table::problem);
    parts.add(check, () -> probes.health().remove(check));
    table.awaitCaughtUp(patience);
    return table;
  }
}
