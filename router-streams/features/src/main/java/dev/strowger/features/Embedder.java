package dev.strowger.features;

/**
 * Turns a text into a vector whose direction says what the text is about. Safe for many threads.
 */
public interface Embedder extends AutoCloseable {
  /** Numbers in a vector. */
  int dimension();

  /**
   * @param text more than the model can take is cut off
   * @return of length 1
   */
  float[] embed(String text);

  @Override
  void close();
}
