package dev.strowger.microbench;

import dev.strowger.dialects.ProviderCatalogue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Milliseconds to read a catalogue of 200 providers: once in a new JVM, and warm. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CatalogueBenchmark {
  private static final int PROVIDERS = 200;

  private final String yaml = yaml();

  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  @Fork(10)
  public ProviderCatalogue.Reading cold() {
    return read();
  }

  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @Warmup(iterations = 3, time = 2)
  @Measurement(iterations = 5, time = 2)
  @Fork(1)
  public ProviderCatalogue.Reading warm() {
    return read();
  }

  private ProviderCatalogue.Reading read() {
    ProviderCatalogue.Reading reading = ProviderCatalogue.read("providers.yaml", yaml);
    if (!(reading instanceof ProviderCatalogue.Reading.Accepted)) {
      throw new IllegalStateException(reading.toString());
    }
    return reading;
  }

  private static String yaml() {
    StringBuilder yaml = new StringBuilder("providers:\n");
    for (int i = 0; i < PROVIDERS; i++) {
      yaml.append(
          """
            - name: provider-%d
              dialect: openai
              base_url: https://api-%d.example.org/v1
              base_url_env: PROVIDER_%d_URL
              api_key_env: PROVIDER_%d_KEY
              headers: {x-team: ml, x-project: strowger}
              quirks: [max-tokens]
              capabilities: [stream, tools, json-schema, vision]
              unsupported: [logit_bias, n, seed]
              jurisdictions: [EU, US]
              options: {api_version: "1"}
          """
              .formatted(i, i, i, i));
    }
    return yaml.toString();
  }
}
