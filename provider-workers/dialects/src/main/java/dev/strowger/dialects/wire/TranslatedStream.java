package dev.strowger.dialects.wire;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.api.AnswerWriter;
import java.util.Optional;
import java.util.function.Function;

/** A provider's stream, read into a writer of the client's API. */
final class TranslatedStream implements StreamDecoder {
  private static final byte[] NOTHING = new byte[0];

  private final Call call;
  private final AnswerWriter writer;
  private final CountedSink counted;
  private final StreamReader reader;

  /**
   * @param reading makes the provider's reader for a sink
   */
  TranslatedStream(
      Call call, AnswerWriter writer, Function<? super AnswerSink, StreamReader> reading) {
    this.call = call;
    this.writer = writer;
    this.counted = new CountedSink(writer);
    this.reader = reading.apply(counted);
  }

  @Override
  public byte[] feed(byte[] bytes, int offset, int length) {
    if (finished()) {
      return NOTHING;
    }
    reader.feed(bytes, offset, length);
    return writer.take();
  }

  @Override
  public boolean firstTokenSeen() {
    return writer.visible();
  }

  @Override
  public boolean finished() {
    return reader.finished() || writer.fault().isPresent();
  }

  @Override
  public long pieces() {
    return counted.pieces();
  }

  @Override
  public long characters() {
    return counted.characters();
  }

  @Override
  public Ending end() {
    return switch (reader.end()) {
      // The client has the answer's end from the filter, however the provider ends.
      case StreamReader.Ending.Broken(Fault _, TokenUsage usage) when writer.stopped() ->
          completed(usage, FinishReason.CONTENT_FILTER.label());
      case StreamReader.Ending.Broken(Fault fault, TokenUsage usage) ->
          new Ending.Broken(Losses.told(fault, call), usage);
      case StreamReader.Ending.Completed(String finishReason, TokenUsage usage) -> {
        Optional<Fault> unwritable = writer.fault();
        if (unwritable.isPresent()) {
          yield new Ending.Broken(unwritable.get(), usage);
        }
        yield completed(
            usage, writer.stopped() ? FinishReason.CONTENT_FILTER.label() : finishReason);
      }
    };
  }

  private Ending completed(TokenUsage usage, String finishReason) {
    writer.complete();
    return new Ending.Completed(writer.take(), finishReason, usage, writer.whole());
  }
}
