package dev.strowger.ingress;

import dev.strowger.process.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a credential may be used for.
 *
 * @param models as clients name them, names or {@code prefix*}; empty: all
 * @param routes names or {@code prefix*}; empty: all
 * @param addresses it may be used from; empty: all
 * @param tags of every request, whatever the client says
 */
record Scope(
    List<String> models,
    List<String> routes,
    Optional<List<AddressRange>> addresses,
    Map<String, String> tags) {
  /** Most credentials have it, and share it. */
  static final Scope ALL = new Scope(List.of(), List.of(), Optional.empty(), Map.of());

  Scope {
    models = List.copyOf(models);
    routes = List.copyOf(routes);
    addresses = addresses.map(List::copyOf);
    tags = Map.copyOf(tags);
  }

  /**
   * @param addresses as CIDR; one that is none lets nobody in
   */
  static Scope of(
      List<String> models, List<String> routes, List<String> addresses, Map<String, String> tags) {
    if (models.isEmpty() && routes.isEmpty() && addresses.isEmpty() && tags.isEmpty()) {
      return ALL;
    }
    return new Scope(
        models,
        routes,
        addresses.isEmpty()
            ? Optional.empty()
            : Optional.of(
                addresses.stream().flatMap(text -> AddressRange.of(text).stream()).toList()),
        tags);
  }

  boolean mayAsk(String model) {
    return models.isEmpty() || models.stream().anyMatch(pattern -> fits(pattern, model));
  }

  boolean mayComeFrom(Optional<InetAddress> address) {
    return addresses.isEmpty()
        || (address.isPresent()
            && addresses.get().stream().anyMatch(range -> range.contains(address.get())));
  }

  private static boolean fits(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }
}
