package dev.strowger.worker;

import dev.strowger.records.ProviderHealth;
import dev.strowger.topics.CompactedTable;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hears what other processes tell of targets. */
final class HealthFollower implements AutoCloseable {
  private final CompactedTable<ProviderHealth> table;

  private HealthFollower(CompactedTable<ProviderHealth> table) {
    this.table = table;
  }

  /**
   * @param instance this process, whose own words it need not hear
   */
  static HealthFollower follow(
      KafkaAccess kafka, String instance, Consumer<ProviderHealth> listener) {
    return new HealthFollower(
        CompactedTable.follow(
            kafka.clients(),
            kafka.serdes(),
            Topics.PROVIDER_HEALTH,
            (key, value) -> heard(value, instance, listener)));
  }

  static void heard(
      @Nullable ProviderHealth value, String instance, Consumer<ProviderHealth> listener) {
    if (value != null && !value.getModel().isEmpty() && !value.getInstance().equals(instance)) {
      listener.accept(value);
    }
  }

  /** Empty while it hears. */
  Optional<String> problem() {
    return table.problem();
  }

  @Override
  public void close() {
    table.close();
  }
}
