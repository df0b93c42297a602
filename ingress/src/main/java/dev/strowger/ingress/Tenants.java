package dev.strowger.ingress;

import dev.strowger.records.LimitScope;
import dev.strowger.records.Limits;
import dev.strowger.records.ScopedLimits;
import dev.strowger.records.TenantRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tenants and teams as operators set them; one that has no record may do all, without limits. */
final class Tenants {
  /** Of this door; empty: it may keep anybody's prompts. */
  private final String region;

  /** As many as operators have made; keyed as the topic is. */
  private final Map<String, TenantRecord> byKey = new ConcurrentHashMap<>();

  Tenants(String region) {
    this.region = region;
  }

  /** A change in the tenants topic; null deletes. */
  void changed(String key, @Nullable TenantRecord record) {
    if (record == null) {
      byKey.remove(key);
    } else {
      byKey.put(key, record);
    }
  }

  boolean known(String tenant) {
    return byKey.containsKey(tenant);
  }

  /** Why nobody of this tenant and team gets in just now. */
  Optional<OpenAiError> refusal(String tenant, String team) {
    TenantRecord whole = byKey.get(tenant);
    if (whole != null && whole.getSuspended()) {
      return Optional.of(AccessRefusals.suspended("tenant", tenant));
    }
    TenantRecord part = team(tenant, team);
    if (part != null && part.getSuspended()) {
      return Optional.of(AccessRefusals.suspended("team", team));
    }
    return whole == null || whole.getRegion().isEmpty() || whole.getRegion().equals(region)
        ? Optional.empty()
        : Optional.of(AccessRefusals.elsewhere(tenant, whole.getRegion(), region));
  }

  /**
   * @param own of the credential
   */
  List<ScopedLimits> limits(@Nullable Limits own, String tenant, String team) {
    List<ScopedLimits> limits = new ArrayList<>(LimitScope.values().length);
    add(limits, LimitScope.CREDENTIAL, own);
    TenantRecord part = team(tenant, team);
    add(limits, LimitScope.TEAM, part == null ? null : part.getLimits());
    TenantRecord whole = byKey.get(tenant);
    add(limits, LimitScope.TENANT, whole == null ? null : whole.getLimits());
    return limits;
  }

  private @Nullable TenantRecord team(String tenant, String team) {
    return team.isEmpty() ? null : byKey.get(tenant + "/" + team);
  }

  private static void add(List<ScopedLimits> all, LimitScope scope, @Nullable Limits limits) {
    if (limits != null) {
      all.add(new ScopedLimits(scope, limits));
    }
  }
}
