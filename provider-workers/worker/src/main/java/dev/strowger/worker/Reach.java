package dev.strowger.worker;

import dev.strowger.process.Settings;
import dev.strowger.process.TlsFiles;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How calls of one provider may leave this process.
 *
 * @param tls who is trusted instead of the JDK's authorities, and what is shown of this process
 * @param exceptions addresses that may be called although {@link #closed} says no
 */
public record Reach(Optional<TlsFiles> tls, Set<InetAddress> exceptions) {
  /** The JDK's authorities, no certificate of ours, no exceptions. */
  public static final Reach PLAIN = new Reach(Optional.empty(), Set.of());

  /** Where clouds tell machines their secrets, beyond the link-local addresses. */
  private static final Set<InetAddress> METADATA =
      Set.of(
          InetAddress.ofLiteral("100.100.100.200"),
          InetAddress.ofLiteral("168.63.129.16"),
          InetAddress.ofLiteral("192.0.0.192"),
          InetAddress.ofLiteral("fd00:ec2::254"),
          InetAddress.ofLiteral("fd20:ce::254"));

  /** 64:ff9b::/96 of RFC 6052: an IPv4 address stands in its last four bytes. */
  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

  private static final String ALLOWED = "STROWGER_PROVIDER_ALLOWED_ADDRESSES";

  public Reach {
    exceptions = Set.copyOf(exceptions);
  }

  /**
   * Reads {@code STROWGER_PROVIDER_<NAME>_TLS_CA}, {@code _CERT} and {@code _KEY}, and {@code
   * STROWGER_PROVIDER_ALLOWED_ADDRESSES}, which is for all providers.
   *
   * @param provider its name, of which letters become capitals and dashes underscores
   */
  static Reach from(Settings settings, String provider) {
    String name = provider.toUpperCase(Locale.ROOT).replace('-', '_');
    Set<InetAddress> exceptions = new HashSet<>();
    for (String text :
        Arrays.stream(settings.string(ALLOWED, "").split(","))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .toList()) {
      literal(text)
          .ifPresentOrElse(
              exceptions::add, () -> settings.problem(ALLOWED + ": " + text + " is no IP address"));
    }
    return new Reach(TlsFiles.client(settings, "STROWGER_PROVIDER_" + name), exceptions);
  }

  /** Why nothing may be sent there; the host's name is looked up if it is one. */
  Optional<String> objection(URI uri) {
    try {
      return objection(List.of(InetAddress.getAllByName(uri.getHost())));
    } catch (UnknownHostException e) {
      // Nothing to protect, and the call will say so itself.
      return Optional.empty();
    }
  }

  /** As {@link #objection}, for a host that is an address; says nothing of names. */
  Optional<String> objectionToLiteral(URI uri) {
    String host = uri.getHost();
    return literal(host.startsWith("[") ? host.substring(1, host.length() - 1) : host)
        .flatMap(address -> objection(List.of(address)));
  }

  private Optional<String> objection(List<InetAddress> addresses) {
    return addresses.stream()
        .filter(address -> closed(address) && !exceptions.contains(address))
        .findFirst()
        .map(
            address ->
                "no provider may be at "
                    + address.getHostAddress()
                    + ", a link-local, metadata or group address (see "
                    + ALLOWED
                    + ")");
  }

  /** Loopback and private networks are open: models run there. */
  static boolean closed(InetAddress address) {
    return address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress()
        || METADATA.contains(address)
        || embedded(address).filter(Reach::closed).isPresent();
  }

  private static Optional<InetAddress> embedded(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != 16 || !Arrays.equals(bytes, 0, NAT64.length, NAT64, 0, NAT64.length)) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
