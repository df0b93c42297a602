package dev.strowger.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "192.168.4.0/22, 192.168.7.255, true",
    "192.168.4.0/22, 192.168.8.0, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "10.0.0.0/8, ::ffff:10.0.0.1, true"
  })
  void holdsTheAddressesThatBeginAlike(String range, String address, boolean held) {
    assertThat(AddressRange.of(range).orElseThrow().contains(InetAddress.ofLiteral(address)))
        .isEqualTo(held);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "example.org/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.1/8"})
  void isNotMadeOfAnythingElse(String text) {
    assertThat(AddressRange.of(text)).isEmpty();
  }

  @Test
  void aNameIsNoAddress() {
    assertThat(AddressRange.address("localhost")).isEmpty();
  }
}
