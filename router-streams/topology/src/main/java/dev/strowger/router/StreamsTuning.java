package dev.strowger.router;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How the topology runs.
 *
 * @param group application id: consumer group, transactional ids, name of the changelog
 * @param instance of this process among those of the group; the same after a restart, so that its
 *     partitions come back to it without waiting for the session of the dead one to end
 * @param exactlyOnce whether outputs, store and offsets are committed as one transaction
 * @param standbys other instances that keep a copy of the store, so that they take over at once
 */
public record StreamsTuning(
    String group,
    String instance,
    boolean exactlyOnce,
    Duration commitInterval,
    Duration sessionTimeout,
    int threads,
    int standbys) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,100}");

  public StreamsTuning {
    if (!isName(group) || !isName(instance)) {
      throw new IllegalArgumentException("group and instance must be names");
    }
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
