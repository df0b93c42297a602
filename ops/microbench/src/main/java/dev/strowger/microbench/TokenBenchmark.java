package dev.strowger.microbench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.StreamDecoder;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Microseconds a token costs, from the provider's bytes to the client's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@OperationsPerInvocation(Streams.TOKENS)
public class TokenBenchmark {
  private static final int DATA = "data: ".length();

  private final ObjectMapper mapper = new ObjectMapper();
  private final byte[][] openAi = Streams.openAi();
  private final byte[][] anthropic = Streams.anthropic();

  /** The plain way: a tree of each event, its model changed, written again. */
  @Benchmark
  public void openAiByTrees(Blackhole out) throws IOException {
    for (byte[] event : openAi) {
      if (event[DATA] == '{') {
        ObjectNode tree = (ObjectNode) mapper.readTree(event, DATA, event.length - DATA);
        out.consume(mapper.writeValueAsBytes(tree.put("model", "model-x")));
      }
    }
  }

  @Benchmark
  public void openAiToChat(Blackhole out) {
    run(Family.OPENAI, Api.CHAT_COMPLETIONS, openAi, out);
  }

  @Benchmark
  public void openAiToMessages(Blackhole out) {
    run(Family.OPENAI, Api.MESSAGES, openAi, out);
  }

  @Benchmark
  public void openAiToResponses(Blackhole out) {
    run(Family.OPENAI, Api.RESPONSES, openAi, out);
  }

  @Benchmark
  public void anthropicToChat(Blackhole out) {
    run(Family.ANTHROPIC, Api.CHAT_COMPLETIONS, anthropic, out);
  }

  @Benchmark
  public void anthropicToMessages(Blackhole out) {
    run(Family.ANTHROPIC, Api.MESSAGES, anthropic, out);
  }

  private static void run(Family family, Api api, byte[][] events, Blackhole out) {
    Dialect dialect = Dialects.of(family);
    StreamDecoder decoder = dialect.stream(Streams.call(api), Streams.provider(family));
    for (byte[] event : events) {
      out.consume(decoder.feed(event, 0, event.length));
    }
    if (!(decoder.end() instanceof StreamDecoder.Ending.Completed completed)) {
      throw new IllegalStateException("the stream is not whole");
    }
    out.consume(completed);
  }
}
