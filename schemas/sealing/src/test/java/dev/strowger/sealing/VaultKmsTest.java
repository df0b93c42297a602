package dev.strowger.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.process.Settings;
import dev.strowger.sealing.SealedException.Reason;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class VaultKmsTest {
  private static final byte[] PLAIN = "what acme asked".getBytes(UTF_8);

  private FakeVault vault;

  @BeforeEach
  void start() throws IOException {
    vault = new FakeVault();
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  private Sealing process(String token) {
    Settings settings =
        new Settings(
            Map.of(
                "STROWGER_KMS",
                "vault",
                "STROWGER_VAULT_ADDR",
                vault.address() + "/",
                "STROWGER_VAULT_TOKEN",
                token,
                "STROWGER_VAULT_TIMEOUT",
                "1s",
                "STROWGER_RETENTION_BY_CLASS",
                "health=7d"));
    return Sealing.start(settings.orThrow(SealingConfig.from(settings)));
  }

  @Test
  void whatOneProcessSealsAnotherOpens() {
    try (Sealing one = process(FakeVault.TOKEN);
        Sealing other = process(FakeVault.TOKEN)) {
      assertThat(other.open("acme", one.seal("acme", "", PLAIN))).isEqualTo(PLAIN);
      assertThat(other.open("acme", one.seal("acme", "health", PLAIN))).isEqualTo(PLAIN);
      assertThat(other.keyed("acme", "abcd")).isEqualTo(one.keyed("acme", "abcd"));
      assertThat(one.keys("acme")).hasSize(2);
      assertThat(one.keys("other")).isEmpty();
    }
  }

  @Test
  void whatWasSealedBeforeTheKeyWasDestroyedStaysUnreadable() {
    try (Sealing one = process(FakeVault.TOKEN);
        Sealing other = process(FakeVault.TOKEN)) {
      byte[] old = one.seal("acme", "", PLAIN);

      assertThat(one.destroy("acme")).hasSize(1);
      assertThat(SealingTest.reason(() -> other.open("acme", old))).isEqualTo(Reason.KEY_GONE);
      byte[] anew = one.seal("acme", "", PLAIN);

      assertThat(other.open("acme", anew)).isEqualTo(PLAIN);
      assertThat(SealingTest.reason(() -> other.open("acme", old))).isEqualTo(Reason.KEY_GONE);
      assertThat(one.destroy("nobody")).isEmpty();
    }
  }

  @Test
  void aVaultThatIsSealedOrDoesNotKnowUsIsNotADestroyedKey() {
    try (Sealing one = process(FakeVault.TOKEN);
        Sealing stranger = process("other")) {
      byte[] sealed = one.seal("acme", "", PLAIN);
      assertThat(SealingTest.reason(() -> stranger.open("acme", sealed)))
          .isEqualTo(Reason.KMS_UNREACHABLE);

      vault.fail(503);
      assertThat(SealingTest.reason(() -> one.open("acme", sealed)))
          .isEqualTo(Reason.KMS_UNREACHABLE);
      assertThat(SealingTest.reason(() -> one.seal("new", "", PLAIN)))
          .isEqualTo(Reason.KMS_UNREACHABLE);

      vault.close();
      assertThat(SealingTest.reason(() -> one.open("acme", sealed)))
          .isEqualTo(Reason.KMS_UNREACHABLE);
    }
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aVaultThatStopsInTheMiddleOfAnAnswerIsNotWaitedForLongerThanItsTimeout() {
    try (Sealing one = process(FakeVault.TOKEN);
        Sealing other = process(FakeVault.TOKEN)) {
      byte[] sealed = one.seal("acme", "", PLAIN);

      vault.stall();

      assertThat(SealingTest.reason(() -> other.open("acme", sealed)))
          .isEqualTo(Reason.KMS_UNREACHABLE);
    }
  }

  @Test
  void theTokenIsInNoText() {
    assertThat(
            new VaultKms.Access(
                    vault.address(),
                    "transit",
                    FakeVault.TOKEN,
                    java.util.Optional.empty(),
                    java.time.Duration.ofSeconds(1))
                .toString())
        .doesNotContain(FakeVault.TOKEN);
  }
}
