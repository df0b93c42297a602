package dev.strowger.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a credential may be used for; what is left out stays as it is. */
final class ScopeFlags {
  @Option(
      names = "--models",
      paramLabel = "NAME",
      split = ",",
      arity = "0..1",
      fallbackValue = "",
      description = "Models it may ask, names or prefix*, with commas; empty: all.")
  private @Nullable List<String> models;

  @Option(
      names = "--routes",
      paramLabel = "NAME",
      split = ",",
      arity = "0..1",
      fallbackValue = "",
      description = "Routes it may take, names or prefix*, with commas; empty: all.")
  private @Nullable List<String> routes;

  @Option(
      names = "--addresses",
      paramLabel = "CIDR",
      split = ",",
      arity = "0..1",
      fallbackValue = "",
      description = "Where it may be used from, e.g. 10.0.0.0/8, with commas; empty: anywhere.")
  private @Nullable List<String> addresses;

  @Option(
      names = "--tags",
      paramLabel = "NAME=VALUE",
      split = ",",
      description = "Tags of all its requests, which clients cannot change.")
  private @Nullable Map<String, String> tags;

  @Option(names = "--no-tags", description = "Takes all tags away.")
  private boolean noTags;

  @Mixin private LimitFlags limits = new LimitFlags();

  void into(Map<String, Object> body) {
    put(body, "models", models);
    put(body, "routes", routes);
    put(body, "addresses", addresses);
    if (noTags) {
      body.put("tags", Map.of());
    } else if (tags != null) {
      body.put("tags", new LinkedHashMap<>(tags));
    }
    limits.into(body);
  }

  private static void put(Map<String, Object> body, String name, @Nullable List<String> values) {
    if (values != null) {
      body.put(name, values.stream().filter(value -> !value.isEmpty()).toList());
    }
  }
}
