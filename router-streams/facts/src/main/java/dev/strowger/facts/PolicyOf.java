package dev.strowger.facts;

import dev.strowger.policy.Policy;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.ProviderEntry;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A policy from its record. */
public final class PolicyOf {
  private PolicyOf() {}

  /** Compiles it, with all its files. */
  public static Policy.Compilation record(PolicyRecord record) {
    return Policy.compile(bundle(record), providers(record));
  }

  public static Policy.Bundle bundle(PolicyRecord record) {
    Map<String, String> files = new HashMap<>(record.getFiles());
    files.put(Policy.Bundle.ROUTES, record.getRoutesYaml());
    files.put(Policy.Bundle.MODELS, record.getModelsYaml());
    return new Policy.Bundle(files, record.getEnvironment());
  }

  /** Names, in the order of the record. */
  public static Set<String> providers(PolicyRecord record) {
    Set<String> providers = new LinkedHashSet<>();
    record.getProviders().stream().map(ProviderEntry::getName).forEach(providers::add);
    return Collections.unmodifiableSet(providers);
  }
}
