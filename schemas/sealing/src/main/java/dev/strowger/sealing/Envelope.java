package dev.strowger.sealing;

import dev.strowger.sealing.SealedException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What stands before a ciphertext: magic (8), version (1), length of the key's name (1), the name,
 * length of the wrapped data key (2), the wrapped data key, CRC-32C of all that (4), nonce (12).
 *
 * @param key whose wrapping it is
 * @param wrapped data key
 */
record Envelope(KeyName key, byte[] wrapped) {
  /** Its first byte stands in no UTF-8 text, and at the start of no zstd frame. */
  private static final long MAGIC = 0xF553_5452_5345_414CL;

  /** So close to the magic it is one that was damaged, not something else. */
  private static final int NEAR_BITS = 3;

  private static final byte VERSION = 1;
  private static final int CRC_BYTES = Integer.BYTES;
  private static final int LONGEST_WRAPPED = 4096;

  /** All before the nonce; the same for all bodies of a data key. */
  byte[] header() {
    byte[] name = key.text().getBytes(StandardCharsets.US_ASCII);
    int bytes = Long.BYTES + 2 + name.length + Short.BYTES + wrapped.length;
    if (wrapped.length > LONGEST_WRAPPED) {
      throw new SealedException(Reason.KMS_UNREACHABLE, "a wrapped data key is too long");
    }
    ByteBuffer out = ByteBuffer.allocate(bytes + CRC_BYTES);
    out.putLong(MAGIC).put(VERSION).put((byte) name.length).put(name);
    out.putShort((short) wrapped.length).put(wrapped);
    return out.putInt(crc(out.array(), bytes)).array();
  }

  /**
   * Length of the header of a sealed body; empty if the bytes are plain.
   *
   * @throws SealedException if they were sealed once and are damaged
   */
  static Optional<Integer> headerLength(byte[] bytes) {
    if (bytes.length < Long.BYTES) {
      return Optional.empty();
    }
    long difference = ByteBuffer.wrap(bytes).getLong() ^ MAGIC;
    if (difference != 0) {
      if (Long.bitCount(difference) <= NEAR_BITS) {
        throw damaged("its first bytes are not what they were");
      }
      return Optional.empty();
    }
    int nameAt = Long.BYTES + 2;
    int wrappedAt = at(bytes, Long.BYTES + 1) + nameAt + Short.BYTES;
    int end = wrappedAt + (at(bytes, wrappedAt - 2) << 8 | at(bytes, wrappedAt - 1));
    if (bytes.length < end + CRC_BYTES + Crypto.NONCE_BYTES + Crypto.TAG_BYTES) {
      throw damaged("it was cut");
    }
    if (bytes[Long.BYTES] != VERSION) {
      throw damaged("its version is not known");
    }
    if (ByteBuffer.wrap(bytes, end, CRC_BYTES).getInt() != crc(bytes, end)) {
      throw damaged("its header is not what it was");
    }
    return Optional.of(end + CRC_BYTES);
  }

  /** Of bytes whose header was found sound. */
  static Envelope parse(byte[] bytes, int headerLength) {
    int nameAt = Long.BYTES + 2;
    int nameLength = at(bytes, Long.BYTES + 1);
    String name = new String(bytes, nameAt, nameLength, StandardCharsets.US_ASCII);
    KeyName key = KeyName.parse(name).orElseThrow(() -> damaged("its key has no name"));
    byte[] wrapped = new byte[headerLength - CRC_BYTES - nameAt - nameLength - Short.BYTES];
    System.arraycopy(bytes, nameAt + nameLength + Short.BYTES, wrapped, 0, wrapped.length);
    return new Envelope(key, wrapped);
  }

  static SealedException damaged(String how) {
    return new SealedException(Reason.DAMAGED, "a sealed body is damaged: " + how);
  }

  private static int at(byte[] bytes, int index) {
    if (index >= bytes.length) {
      throw damaged("it was cut");
    }
    return bytes[index] & 0xFF;
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
