package dev.strowger.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.strowger.records.BodyEncoding;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyTest {
  private static final int LIMIT = 1 << 20;

  @Test
  void leavesASmallBodyAsItIs() {
    byte[] plain = new byte[Body.PACK_FROM_BYTES - 1];

    Body body = Body.pack(plain);

    assertThat(body.encoding()).isEqualTo(BodyEncoding.IDENTITY);
    assertThat(body.unpack(LIMIT)).isEqualTo(plain);
  }

  @Test
  void packsALargeBodyAndGivesItBack() {
    byte[] plain = new byte[Body.PACK_FROM_BYTES];
    new Random(7).nextBytes(plain);
    Arrays.fill(plain, 0, plain.length / 2, (byte) 'a');

    Body body = Body.pack(plain);

    assertThat(body.encoding()).isEqualTo(BodyEncoding.ZSTD);
    assertThat(body.bytes().remaining()).isLessThan(plain.length);
    assertThat(body.unpack(LIMIT)).isEqualTo(plain);
    assertThat(body.unpack(LIMIT)).as("may be unpacked again").isEqualTo(plain);
  }

  @Test
  void saysHowLargeItIsWithoutUnpacking() {
    for (int size : new int[] {0, 10, Body.PACK_FROM_BYTES, 70_000, 5 << 20}) {
      assertThat(Body.pack(new byte[size]).plainBytes()).isEqualTo(size);
    }
    Body damaged = new Body(BodyEncoding.ZSTD, ByteBuffer.wrap(new byte[] {1, 2, 3}));
    assertThatThrownBy(damaged::plainBytes).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesABodyThatUnpacksToMoreThanTheLimit() {
    Body bomb = new Body(BodyEncoding.ZSTD, ByteBuffer.wrap(Zstd.compress(new byte[LIMIT + 1])));

    assertThat(bomb.bytes().remaining()).isLessThan(1_000);
    assertThatThrownBy(() -> bomb.unpack(LIMIT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("over the limit");
  }

  @Test
  void refusesABodyThatLiesAboutItsSize() {
    byte[] packed = Zstd.compress(new byte[LIMIT / 2]);
    // The frame's content size, 4 bytes after magic and descriptor for this size.
    packed[5] = 1;
    packed[6] = 0;
    packed[7] = 0;
    Body liar = new Body(BodyEncoding.ZSTD, ByteBuffer.wrap(packed));

    assertThatThrownBy(() -> liar.unpack(LIMIT)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesADamagedBody() {
    Body noise = new Body(BodyEncoding.ZSTD, ByteBuffer.wrap(new byte[] {1, 2, 3}));

    assertThatThrownBy(() -> noise.unpack(LIMIT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void refusesAPlainBodyOverTheLimit() {
    Body large = new Body(BodyEncoding.IDENTITY, ByteBuffer.wrap(new byte[LIMIT + 1]));

    assertThatThrownBy(() -> large.unpack(LIMIT)).isInstanceOf(IllegalArgumentException.class);
  }
}
