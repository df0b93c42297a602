package dev.strowger.worker;

import dev.strowger.records.HealthState;
import dev.strowger.records.ProviderHealth;
import dev.strowger.topics.Topic;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The pools that one process serves, and those it knows of.
 *
 * @param instance tells what this process says from what others say
 */
record OwnPools(WorkerConfig config, String instance) {
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    config.providers().forEach(access -> names.add(access.provider().name()));
    if (config.cache().on()) {
      names.add(CacheStep.NAME);
    }
    return names;
  }

  /** Those that run elsewhere too: a plan may advance to them. */
  List<String> known() {
    List<String> known = new ArrayList<>(config.catalogue());
    known.add(CacheStep.NAME);
    return known;
  }

  /** What is told of each while it runs. */
  List<ProviderHealth> beats(Instant now) {
    List<ProviderHealth> beats = new ArrayList<>();
    for (ProviderAccess access : config.providers()) {
      String dialect = access.provider().dialect().label();
      beats.add(beat(access.provider().name(), dialect, access.simulated(), now));
    }
    if (config.cache().on()) {
      beats.add(beat(CacheStep.NAME, CacheStep.NAME, false, now));
    }
    return beats;
  }

  private ProviderHealth beat(String name, String dialect, boolean simulated, Instant now) {
    return ProviderHealth.newBuilder()
        .setProvider(name)
        .setDialect(dialect)
        .setState(HealthState.UP)
        .setSimulated(simulated)
        .setAt(now)
        .setReason(simulated ? "simulated" : "")
        .setInstance(instance)
        .build();
  }

  /** All that a worker process reads or writes. */
  List<Topic<?>> topics() {
    List<Topic<?>> topics =
        new ArrayList<>(
            List.of(
                Topics.OUTCOMES,
                Topics.RESPONSES,
                Topics.CACHE,
                Topics.AUDIT_CONTENTS,
                Topics.CANCELLATIONS,
                Topics.PROVIDER_HEALTH,
                Topics.TARGET_STATS,
                Topics.SHADOW,
                Topics.SHADOW_RESULTS,
                Topics.DEAD_LETTERS));
    known().forEach(name -> topics.add(Topics.routed(name)));
    return topics;
  }

  /** Creates those that are missing. */
  void ensureTopics() {
    new TopicAdmin(
            config.kafka().clients(),
            config.limits().maxBodyBytes(),
            config.kafka().bodyRetention())
        .ensure(topics());
  }
}
