package dev.strowger.microbench;

import dev.strowger.process.Settings;
import dev.strowger.sealing.Sealing;
import dev.strowger.sealing.SealingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Random;
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

/** Microseconds to seal and to open a body with the keys at hand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SealingBenchmark {
  @Param({"1000", "65536", "1048576"})
  public int bytes;

  private Sealing sealing = Sealing.off();
  private byte[] plain = new byte[0];
  private byte[] sealed = new byte[0];

  @Setup
  public void start() throws IOException {
    Settings settings =
        new Settings(
            Map.of(
                "STROWGER_KMS",
                "local",
                "STROWGER_KEYS_DIR",
                Files.createTempDirectory("keys").toString()));
    sealing = Sealing.start(settings.orThrow(SealingConfig.from(settings)));
    plain = new byte[bytes];
    new Random(1).nextBytes(plain);
    sealed = sealing.seal("acme", "", plain);
  }

  @TearDown
  public void stop() {
    sealing.close();
  }

  @Benchmark
  public byte[] seal() {
    return sealing.seal("acme", "", plain);
  }

  @Benchmark
  public byte[] open() {
    return sealing.open("acme", sealed);
  }
}
