package dev.strowger.ingress;

import dev.strowger.process.AddressRange;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where a request comes from: the socket's other end, and what {@code X-Forwarded-For} says only
 * where that end is a proxy that is trusted. Each proxy adds the address it was called from at the
 * end, so the last one that is no trusted proxy is the client's; what stands before it is hearsay.
 */
record ClientAddress(List<AddressRange> trustedProxies) {
  static final String FORWARDED = "x-forwarded-for";
  private static final int MAX_HOPS = 16;

  ClientAddress {
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** Empty if it cannot be said. */
  Optional<InetAddress> of(HttpServerRequest request) {
    SocketAddress peer = request.remoteAddress();
    String host = peer == null ? null : peer.hostAddress();
    return host == null
        ? Optional.empty()
        : AddressRange.address(host)
            .flatMap(address -> of(address, request.headers().getAll(FORWARDED)));
  }

  Optional<InetAddress> of(InetAddress peer, List<String> forwarded) {
    if (!trusted(peer) || forwarded.isEmpty()) {
      return Optional.of(peer);
    }
    List<String> hops = List.of(String.join(",", forwarded).split(",", -1));
    for (int i = 0; i < Math.min(hops.size(), MAX_HOPS); i++) {
      Optional<InetAddress> hop = AddressRange.address(hops.get(hops.size() - 1 - i).strip());
      if (hop.isEmpty() || !trusted(hop.get())) {
        return hop;
      }
    }
    return Optional.empty();
  }

  private boolean trusted(InetAddress address) {
    return trustedProxies.stream().anyMatch(range -> range.contains(address));
  }
}
