package dev.strowger.dialects.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.ndjson.LineParser;
import dev.strowger.dialects.wire.StreamReader;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A streamed answer: a line a piece, the last one with {@code done}. */
final class OllamaStream implements StreamReader {
  /** More calls than this in one answer break the stream. */
  static final int MAX_CALLS = 1_024;

  private final LineParser parser = new LineParser(this::line);
  private final AnswerSink sink;
  private final String requestId;
  private boolean begun;
  private int calls;
  private TokenUsage usage = TokenUsage.NONE;
  private @Nullable FinishReason finish;
  private @Nullable Fault fault;

  OllamaStream(AnswerSink sink, String requestId) {
    this.sink = sink;
    this.requestId = requestId;
  }

  @Override
  public void feed(byte[] bytes, int offset, int length) {
    if (!finished()) {
      parser.feed(bytes, offset, length);
    }
  }

  @Override
  public boolean finished() {
    return finish != null || fault != null || parser.overflown();
  }

  @Override
  public Ending end() {
    parser.end();
    if (fault != null) {
      return new Ending.Broken(fault, usage);
    }
    if (parser.overflown()) {
      return broken("a line of the stream is longer than " + LineParser.MAX_LINE_BYTES);
    }
    if (finish == null) {
      return broken("the stream ended before the answer did");
    }
    sink.usage(usage);
    return new Ending.Completed(finish.label(), usage);
  }

  private Ending broken(String message) {
    return new Ending.Broken(Fault.of(FailureKind.PROVIDER_ERROR, message), usage);
  }

  private void line(byte[] bytes, int offset, int length) {
    if (finished()) {
      return;
    }
    Optional<JsonNode> json = Json.read(bytes, offset, length);
    if (json.isEmpty()) {
      // One line that is no JSON does not cost the answer.
      return;
    }
    OllamaReply reply = new OllamaReply(json.get());
    if (reply.isError()) {
      fault = OllamaErrors.fault(ErrorBody.of(json.get()), 200, Map.of());
    } else {
      reply(reply);
    }
  }

  private void reply(OllamaReply reply) {
    if (!begun && reply.isReply()) {
      begun = true;
      sink.start();
    }
    sink.thought(0, reply.thinking());
    String text = reply.content();
    sink.text(0, text);
    if (!text.isEmpty()) {
      reply.logprobs().ifPresent(logprobs -> sink.logprobs(0, logprobs));
    }
    for (Block.Call call : reply.calls(requestId, calls)) {
      if (calls == MAX_CALLS) {
        fault = Fault.of(FailureKind.PROVIDER_ERROR, "more than " + MAX_CALLS + " tool calls");
        return;
      }
      sink.call(0, calls, call.id(), call.name(), "");
      sink.arguments(0, calls, call.arguments());
      calls++;
    }
    if (reply.done()) {
      done(reply);
    }
  }

  private void done(OllamaReply reply) {
    usage = reply.usage();
    switch (reply.finish(calls > 0)) {
      case OllamaFinish.Failed(var why) -> fault = why;
      case OllamaFinish.Finished(var how) -> {
        finish = how;
        sink.finish(0, how);
      }
    }
  }
}
