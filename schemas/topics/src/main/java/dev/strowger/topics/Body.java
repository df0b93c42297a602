package dev.strowger.topics;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.strowger.records.BodyEncoding;
import java.nio.ByteBuffer;

/**
 * A body as it travels in a record: as it is, or packed with zstd when it is large.
 *
 * @param encoding how the bytes are packed
 * @param bytes packed
 */
public record Body(BodyEncoding encoding, ByteBuffer bytes) {
  /** Smaller bodies are not worth the packing. */
  public static final int PACK_FROM_BYTES = 64 << 10;

  /** Source: RFC 8878, 3.1.1: magic number and frame header. */
  private static final int LONGEST_FRAME_HEADER = 18;

  /** Packs if that is worth it. Takes milliseconds for megabytes: not for an event loop. */
  public static Body pack(byte[] plain) {
    return plain.length < PACK_FROM_BYTES
        ? new Body(BodyEncoding.IDENTITY, ByteBuffer.wrap(plain))
        : new Body(BodyEncoding.ZSTD, ByteBuffer.wrap(Zstd.compress(plain, 1)));
  }

  /**
   * The plain bytes.
   *
   * @throws IllegalArgumentException if they would be more than the limit or are damaged
   */
  public byte[] unpack(int limitBytes) {
    byte[] packed = new byte[bytes.remaining()];
    bytes.duplicate().get(packed);
    return switch (encoding) {
      case IDENTITY -> {
        checkLimit(packed.length, limitBytes);
        yield packed;
      }
      case ZSTD -> {
        long size = frameContentSize(packed);
        checkLimit(size, limitBytes);
        try {
          yield Zstd.decompress(packed, (int) size);
        } catch (ZstdException e) {
          throw new IllegalArgumentException("a packed body is damaged", e);
        }
      }
    };
  }

  /**
   * How many plain bytes there are, without unpacking.
   *
   * @throws IllegalArgumentException if they are damaged
   */
  public long plainBytes() {
    return switch (encoding) {
      case IDENTITY -> bytes.remaining();
      case ZSTD -> {
        byte[] head = new byte[Math.min(bytes.remaining(), LONGEST_FRAME_HEADER)];
        bytes.duplicate().get(head);
        yield frameContentSize(head);
      }
    };
  }

  private static long frameContentSize(byte[] packed) {
    long size = Zstd.getFrameContentSize(packed);
    if (size < 0) {
      throw new IllegalArgumentException("a packed body is damaged: it does not say its size");
    }
    return size;
  }

  private static void checkLimit(long size, int limitBytes) {
    if (size > limitBytes) {
      throw new IllegalArgumentException(
          "a body of " + size + " bytes is over the limit of " + limitBytes);
    }
  }
}
