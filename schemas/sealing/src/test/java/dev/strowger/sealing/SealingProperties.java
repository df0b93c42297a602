package dev.strowger.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.sealing.SealedException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterTry;

class SealingProperties {
  private static final Path DIRECTORY = directory();

  private final Sealing one = Rig.local(DIRECTORY, Map.of());
  private final Sealing other = Rig.local(DIRECTORY, Map.of());

  private static Path directory() {
    try {
      Path made = Files.createTempDirectory("keys");
      made.toFile().deleteOnExit();
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterTry
  void close() {
    one.close();
    other.close();
  }

  @Property(tries = 300)
  void whatOneProcessSealsAnotherOpens(
      @ForAll @AlphaChars @StringLength(min = 1, max = 4) String tenant,
      @ForAll @Size(max = 2000) byte[] plain) {
    byte[] sealed = one.seal(tenant, "", plain);

    assertThat(sealed).hasSizeGreaterThan(plain.length + 28);
    assertThat(other.open(tenant, sealed)).isEqualTo(plain);
  }

  @Property(tries = 2000)
  void anyFlippedBitIsFoundOut(
      @ForAll @Size(min = 1, max = 300) byte[] plain, @ForAll @IntRange(max = 1 << 20) int at) {
    byte[] sealed = one.seal("acme", "", plain);
    int bit = at % (sealed.length * 8);
    sealed[bit / 8] ^= (byte) (1 << bit % 8);

    assertThatThrownBy(() -> other.open("acme", sealed))
        .isInstanceOfSatisfying(
            SealedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
  }

  @Property(tries = 500)
  void whateverIsCutOffIsFoundOut(
      @ForAll @Size(min = 1, max = 300) byte[] plain,
      @ForAll @IntRange(min = 1, max = 1 << 20) int by) {
    byte[] sealed = one.seal("acme", "", plain);
    int length = Math.max(Long.BYTES, sealed.length - 1 - by % sealed.length);
    byte[] cut = java.util.Arrays.copyOf(sealed, length);

    assertThatThrownBy(() -> other.open("acme", cut))
        .isInstanceOfSatisfying(
            SealedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
  }

  @Property(tries = 300)
  void anotherTenantCannotOpenIt(
      @ForAll @AlphaChars @StringLength(min = 1, max = 3) String tenant,
      @ForAll @Size(max = 100) byte[] plain) {
    byte[] sealed = one.seal(tenant, "", plain);

    assertThatThrownBy(() -> other.open(tenant + "'", sealed))
        .isInstanceOfSatisfying(
            SealedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
  }

  @Property(tries = 500)
  void plainTextPasses(@ForAll String plain) {
    byte[] bytes = plain.getBytes(java.nio.charset.StandardCharsets.UTF_8);

    assertThat(other.open("acme", bytes)).isSameAs(bytes);
  }
}
