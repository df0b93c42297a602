package dev.strowger.microbench;

import dev.strowger.features.BgeSmallEmbedder;
import dev.strowger.features.Detectors;
import dev.strowger.features.Detectors.BuiltIn;
import dev.strowger.features.Detectors.Custom;
import dev.strowger.features.Intents;
import dev.strowger.features.Intents.Intent;
import dev.strowger.features.Languages;
import dev.strowger.features.TokenEstimate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/** Microseconds it takes to look at a prompt, one core. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PromptBenchmark {
  private static final String SENTENCE =
      "My package was delivered to the wrong address, can you send it again before Friday? ";

  /** Characters of the prompt. */
  @Param({"80", "1000", "16000"})
  int chars;

  private String prompt;
  private char[] letters;
  private Languages languages;
  private Intents intents;
  private Intents byDirection;
  private Detectors builtIn;
  private Detectors custom;
  private BgeSmallEmbedder embedder;

  @Setup
  public void open() {
    prompt = SENTENCE.repeat(chars / SENTENCE.length() + 1).substring(0, chars);
    letters = prompt.toCharArray();
    languages = Languages.open();
    embedder = BgeSmallEmbedder.open();
    List<Intent> ten =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    new Intent(
                        "intent-" + i,
                        IntStream.range(0, 8)
                            .mapToObj(j -> "Example " + j + " of what is asked for by intent " + i)
                            .toList()))
            .toList();
    intents = Intents.byWords(ten);
    byDirection = Intents.byDirection(ten, embedder);
    builtIn = Detectors.of(List.of(BuiltIn.values()), List.of());
    custom = Detectors.of(List.of(), List.of(new Custom("customer", "(?i)\\bcust-[0-9]{6}\\b")));
  }

  @TearDown
  public void close() {
    embedder.close();
  }

  @Benchmark
  public Map<String, Double> intentsByNgrams() {
    return intents.of(prompt, Optional.empty());
  }

  @Benchmark
  public Map<String, Double> intentsByEmbedding() {
    return byDirection.of(prompt, Optional.of(embedder.embed(prompt)));
  }

  @Benchmark
  public String language() {
    return languages.of(prompt);
  }

  @Benchmark
  public SortedSet<String> builtInDetectors() {
    return builtIn.in(prompt);
  }

  @Benchmark
  public SortedSet<String> oneCustomDetector() {
    return custom.in(prompt);
  }

  @Benchmark
  public long tokens() {
    TokenEstimate estimate = new TokenEstimate();
    estimate.add(letters, 0, letters.length);
    return estimate.tokens();
  }
}
