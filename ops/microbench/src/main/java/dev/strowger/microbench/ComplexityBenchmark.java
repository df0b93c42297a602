package dev.strowger.microbench;

import dev.strowger.features.BgeSmallEmbedder;
import dev.strowger.features.Complexity;
import dev.strowger.features.Embedder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Microseconds it costs to tell whether the small model's answer will do, in one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class ComplexityBenchmark {
  private static final String SENTENCE =
      "A shop sells 12 boxes of 30 pens at $4.50 each, and 15 percent of them come back within "
          + "a week. How much money does it keep? ";

  /** Of the prompt: 120 is a question, 2,000 a page. */
  @Param({"120", "500", "2000"})
  private int characters;

  private String prompt = "";
  private float[] vector = {};
  private Embedder embedder;
  private Complexity linear;
  private Complexity embedding;

  @Setup
  public void open() {
    prompt = SENTENCE.repeat(1 + characters / SENTENCE.length()).substring(0, characters);
    embedder = BgeSmallEmbedder.open();
    linear = Complexity.shipped();
    embedding = Complexity.shipped(embedder);
    vector = embedder.embed(prompt);
  }

  @TearDown
  public void close() {
    embedder.close();
  }

  @Benchmark
  public double linear() {
    return linear.weakOk(prompt);
  }

  @Benchmark
  public double embedding() {
    return embedding.weakOk(prompt);
  }

  /** Where the prompt's vector is there already, for the intents or the semantic cache. */
  @Benchmark
  public double embeddingKnown() {
    return embedding.weakOk(prompt, vector);
  }
}
