package dev.strowger.features;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * bge-small-en-v1.5 (MIT), weights of 8 bits, run by ONNX in the calling thread; English. Opening
 * it takes about half a second and 150 MB outside the heap; one instance serves all threads.
 */
public final class BgeSmallEmbedder implements Embedder {
  /** Of word pieces; what comes after them is not read. */
  public static final int MAX_PIECES = 256;

  /** As much as the tokenizer is given: far more than so many pieces of any usual text take. */
  private static final int MAX_CHARS = MAX_PIECES * 16;

  private static final int DIMENSION = 384;
  private static final String MODEL = "/bge-small-en-v1.5-q.onnx";
  private static final String TOKENIZER = "/bge-small-en-v1.5-q-tokenizer.json";

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final HuggingFaceTokenizer tokenizer;

  private BgeSmallEmbedder(
      OrtEnvironment environment, OrtSession session, HuggingFaceTokenizer tokenizer) {
    this.environment = environment;
    this.session = session;
    this.tokenizer = tokenizer;
  }

  /**
   * @throws IllegalStateException if the native libraries or the model cannot be loaded here
   */
  public static BgeSmallEmbedder open() {
    stayHere();
    try (InputStream model = resource(MODEL);
        InputStream pieces = resource(TOKENIZER)) {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      HuggingFaceTokenizer tokenizer =
          HuggingFaceTokenizer.newInstance(
              pieces,
              Map.of(
                  "padding",
                  "false",
                  "truncation",
                  "true",
                  "maxLength",
                  Integer.toString(MAX_PIECES),
                  "modelMaxLength",
                  Integer.toString(MAX_PIECES)));
      // The options are read when the session is made; callers bring the threads.
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        return new BgeSmallEmbedder(
            environment, environment.createSession(model.readAllBytes(), options), tokenizer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the embedding model", e);
    } catch (OrtException | LinkageError e) {
      throw new IllegalStateException("cannot load the embedding model here", e);
    }
  }

  /**
   * The tokenizer's library would else tell its makers of its use, and look for files elsewhere.
   */
  private static void stayHere() {
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
  }

  private static InputStream resource(String name) throws IOException {
    InputStream found = BgeSmallEmbedder.class.getResourceAsStream(name);
    if (found == null) {
      throw new IOException(name + " is not on the class path");
    }
    return found;
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  /** The vector of the first position, as the model was taught, made 1 long. */
  @Override
  public float[] embed(String text) {
    Encoding pieces = tokenizer.encode(text.substring(0, Math.min(text.length(), MAX_CHARS)));
    long[] shape = {1, pieces.getIds().length};
    try (OnnxTensor ids = tensor(pieces.getIds(), shape);
        OnnxTensor mask = tensor(pieces.getAttentionMask(), shape);
        OnnxTensor types = tensor(pieces.getTypeIds(), shape)) {
      Map<String, OnnxTensor> inputs = new HashMap<>();
      inputs.put("input_ids", ids);
      inputs.put("attention_mask", mask);
      inputs.put("token_type_ids", types);
      try (OrtSession.Result result = session.run(inputs)) {
        FloatBuffer states = ((OnnxTensor) result.get(0)).getFloatBuffer();
        float[] first = new float[DIMENSION];
        states.get(first);
        return toLengthOne(first);
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the embedding model failed: " + e.getCode(), e);
    }
  }

  private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  private static float[] toLengthOne(float[] vector) {
    double square = 0;
    for (float v : vector) {
      square += (double) v * v;
    }
    float factor = (float) (1 / Math.max(Math.sqrt(square), 1e-12));
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= factor;
    }
    return vector;
  }

  /** No call may be under way or follow. */
  @Override
  public void close() {
    tokenizer.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("cannot close the embedding model", e);
    }
  }
}
