package dev.strowger.features;

import dev.strowger.features.ComplexityModel.Curve;
import dev.strowger.features.ComplexityModel.Input;
import dev.strowger.features.ComplexityModel.Kernel;
import dev.strowger.features.ComplexityModel.Kind;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A complexity model as bytes, big-endian. Arrays are a 4-byte count and the elements.
 *
 * <pre>
 * 4  "SWCX"          1  version, 1       1  kind: 0 linear, 1 embedding
 * about              UTF-8 bytes
 * n-grams            rarity bytes, weight shorts, step float, base float
 * trees              depth byte, trait bytes, threshold floats, leaf floats, base float
 * scale of traits    mean floats, deviation floats, factor float
 * kernels            count byte; each: input byte (0 traits, 1 embedding, 2 both), dimension int, gamma float, centre bytes,
 *                    step floats, weight floats, base float
 * mixture            weight floats
 * curve              a double, b double
 * 4  CRC-32 of all before
 * </pre>
 */
public final class ComplexityFile {
  /** A bigger file is not a model. */
  public static final int MAX_BYTES = 16 << 20;

  private static final int MAGIC = 0x53574358;
  private static final byte VERSION = 1;
  private static final int MAX_KERNELS = 8;

  private ComplexityFile() {}

  public static byte[] write(ComplexityModel model) {
    ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
    out.putInt(MAGIC).put(VERSION).put(code(model.kind()));
    put(out, model.about().getBytes(StandardCharsets.UTF_8));
    NGramLine grams = model.grams();
    put(out, grams.rarity());
    put(out, grams.weights());
    out.putFloat(grams.step()).putFloat(grams.base());
    ComplexityTrees trees = model.trees();
    out.put((byte) trees.depth());
    put(out, trees.traits());
    put(out, trees.thresholds());
    put(out, trees.leaves());
    out.putFloat(trees.base());
    put(out, model.scale().means());
    put(out, model.scale().deviations());
    out.putFloat(model.scale().factor());
    out.put((byte) model.kernels().size());
    model.kernels().forEach(kernel -> put(out, kernel));
    put(out, model.mix());
    out.putDouble(model.curve().a()).putDouble(model.curve().b());
    out.putInt(sum(out.array(), out.position()));
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  /**
   * @throws IllegalArgumentException saying what is wrong with the bytes
   */
  public static ComplexityModel read(byte[] bytes) {
    if (bytes.length < 10 || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("not a complexity model: " + bytes.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getInt() != MAGIC) {
      throw new IllegalArgumentException("not a complexity model");
    }
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("a complexity model of version " + version);
    }
    int end = bytes.length - Integer.BYTES;
    if (in.getInt(end) != sum(bytes, end)) {
      throw new IllegalArgumentException("the complexity model is damaged or cut off");
    }
    try {
      ComplexityModel model = body(in.limit(end));
      if (in.hasRemaining()) {
        throw new IllegalArgumentException(in.remaining() + " bytes follow the complexity model");
      }
      return model;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the complexity model is cut off", e);
    }
  }

  private static ComplexityModel body(ByteBuffer in) {
    Kind kind = kind(in.get());
    String about = new String(bytes(in), StandardCharsets.UTF_8);
    NGramLine grams = new NGramLine(bytes(in), shorts(in), number(in), number(in));
    ComplexityTrees trees =
        new ComplexityTrees(in.get(), bytes(in), floats(in), floats(in), number(in));
    TraitScale scale = new TraitScale(floats(in), floats(in), number(in));
    int count = in.get();
    if (count < 0 || count > MAX_KERNELS) {
      throw new IllegalArgumentException("a complexity model of " + count + " kernels");
    }
    List<Kernel> kernels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      kernels.add(
          new Kernel(
              input(in.get()),
              new ComplexityKernel(
                  in.getInt(), number(in), bytes(in), floats(in), floats(in), number(in))));
    }
    float[] mix = floats(in);
    Curve curve = new Curve(in.getDouble(), in.getDouble());
    return new ComplexityModel(kind, about, grams, trees, scale, kernels, mix, curve);
  }

  private static void put(ByteBuffer out, Kernel kernel) {
    ComplexityKernel function = kernel.function();
    out.put(code(kernel.input())).putInt(function.dimension());
    out.putFloat(function.gamma());
    put(out, function.centres());
    put(out, function.steps());
    put(out, function.weights());
    out.putFloat(function.base());
  }

  private static void put(ByteBuffer out, byte[] values) {
    out.putInt(values.length).put(values);
  }

  private static void put(ByteBuffer out, short[] values) {
    out.putInt(values.length);
    for (short value : values) {
      out.putShort(value);
    }
  }

  private static void put(ByteBuffer out, float[] values) {
    out.putInt(values.length);
    for (float value : values) {
      out.putFloat(value);
    }
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] values = new byte[count(in, 1)];
    in.get(values);
    return values;
  }

  private static short[] shorts(ByteBuffer in) {
    short[] values = new short[count(in, Short.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.getShort();
    }
    return values;
  }

  private static float[] floats(ByteBuffer in) {
    float[] values = new float[count(in, Float.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(in);
    }
    return values;
  }

  private static float number(ByteBuffer in) {
    float value = in.getFloat();
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException("the complexity model holds a " + value);
    }
    return value;
  }

  private static int count(ByteBuffer in, int each) {
    int count = in.getInt();
    if (count < 0 || (long) count * each > in.remaining()) {
      throw new IllegalArgumentException("the complexity model is cut off");
    }
    return count;
  }

  private static byte code(Kind kind) {
    return switch (kind) {
      case LINEAR -> 0;
      case EMBEDDING -> 1;
    };
  }

  private static Kind kind(byte code) {
    return switch (code) {
      case 0 -> Kind.LINEAR;
      case 1 -> Kind.EMBEDDING;
      default -> throw new IllegalArgumentException("a complexity model of kind " + code);
    };
  }

  private static byte code(Input input) {
    return switch (input) {
      case TRAITS -> 0;
      case EMBEDDING -> 1;
      case TRAITS_AND_EMBEDDING -> 2;
    };
  }

  private static Input input(byte code) {
    return switch (code) {
      case 0 -> Input.TRAITS;
      case 1 -> Input.EMBEDDING;
      case 2 -> Input.TRAITS_AND_EMBEDDING;
      default -> throw new IllegalArgumentException("a kernel over input " + code);
    };
  }

  private static int sum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
