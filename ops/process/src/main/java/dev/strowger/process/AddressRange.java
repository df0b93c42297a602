package dev.strowger.process;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Addresses that begin alike, as CIDR writes them: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or a
 * single address. Names are never looked up.
 */
public final class AddressRange {
  private final byte[] network;
  private final int bits;

  private AddressRange(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /** Empty if the text is no range; bits behind the prefix must be 0. */
  public static Optional<AddressRange> of(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> address = address(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    byte[] network = address.get().getAddress();
    int most = network.length * Byte.SIZE;
    try {
      int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > most) {
        return Optional.empty();
      }
      for (int bit = bits; bit < most; bit++) {
        if (bit(network, bit) != 0) {
          return Optional.empty();
        }
      }
      return Optional.of(new AddressRange(network, bits));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** An address as it is written in digits; IPv4 within IPv6 becomes IPv4. */
  public static Optional<InetAddress> address(String digits) {
    try {
      return Optional.of(InetAddress.ofLiteral(digits));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      if (bit(bytes, bit) != bit(network, bit)) {
        return false;
      }
    }
    return true;
  }

  private static int bit(byte[] bytes, int index) {
    return bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1;
  }
}
