package dev.strowger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
  @Test
  void aPrivateKeyIsEnoughToKnowItsPublicOne() {
    KeyPair keys = SigningKeys.fresh();

    KeyPair read = SigningKeys.pair(SigningKeys.pem(keys.getPrivate()));

    assertThat(read.getPublic()).isEqualTo(keys.getPublic());
    assertThat(SigningKeys.publicKey(SigningKeys.pem(keys.getPublic())))
        .isEqualTo(keys.getPublic());
  }

  /** RFC 8410, section 10.3. */
  @Test
  void readsAKeyThatOthersWrote() {
    KeyPair keys =
        SigningKeys.pair(
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """);

    assertThat(SigningKeys.pem(keys.getPublic()))
        .contains("MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");
  }

  @Test
  void whatIsNoKeyIsNotRepeated() {
    assertThatThrownBy(() -> SigningKeys.pair("hunter2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
  }
}
