package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.sse.SseParser;
import dev.strowger.dialects.wire.AnswerTool;
import dev.strowger.dialects.wire.MarkedProofs;
import dev.strowger.dialects.wire.StreamReader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A streamed answer: events like whole responses, each with more of every candidate. There is no
 * event that ends the stream: it is complete if each candidate has got its finish reason. As a
 * reason may be followed by more, it is handed on when the stream has ended.
 */
final class GeminiStream implements StreamReader {
  /** As many as the API gives. */
  private static final int MAX_CANDIDATES = 8;

  private final SseParser parser = new SseParser(this::event);
  private final GeminiStreamTail tail = new GeminiStreamTail();
  private final AnswerSink sink;
  private final Call call;
  private final MarkedProofs signatures;
  private final @Nullable Candidate[] candidates = new Candidate[MAX_CANDIDATES];
  private GeminiUsage usage = GeminiUsage.NONE;
  private @Nullable Fault fault;

  GeminiStream(AnswerSink sink, Call call, Provider provider) {
    this.sink = sink;
    this.call = call;
    this.signatures = GeminiWire.proofs(provider);
  }

  /** What is known of one candidate so far. */
  private static final class Candidate {
    private int calls;
    private boolean thinking;
    private @Nullable String reason;
  }

  @Override
  public void feed(byte[] bytes, int offset, int length) {
    if (!finished()) {
      tail.keep(bytes, offset, length);
      parser.feed(bytes, offset, length);
    }
  }

  @Override
  public boolean finished() {
    return fault != null || parser.overflown();
  }

  @Override
  public Ending end() {
    parser.end();
    if (fault != null) {
      return new Ending.Broken(fault, usage.tokens());
    }
    if (parser.overflown()) {
      return broken("an event of the stream is longer than " + SseParser.MAX_EVENT_BYTES);
    }
    FinishReason first = null;
    for (int choice = 0; choice < MAX_CANDIDATES; choice++) {
      Candidate candidate = candidates[choice];
      if (candidate == null) {
        continue;
      }
      if (candidate.reason == null) {
        return brokenOff();
      }
      switch (GeminiFinish.of(candidate.reason, candidate.calls > 0)) {
        case GeminiFinish.Failed(Fault why) -> {
          return new Ending.Broken(why, usage.tokens());
        }
        case GeminiFinish.Ended(FinishReason reason) -> {
          sink.finish(choice, reason);
          first = first == null ? reason : first;
        }
      }
    }
    if (first == null) {
      return brokenOff();
    }
    sink.usage(usage.tokens());
    return new Ending.Completed(first.label(), usage.tokens());
  }

  /** Some errors come without the framing of an event. */
  private Ending brokenOff() {
    return tail.error()
        .<Ending>map(
            error -> new Ending.Broken(GeminiErrors.fault(error, 200, Map.of()), usage.tokens()))
        .orElseGet(() -> broken("the stream ended before the answer did"));
  }

  private Ending broken(String message) {
    return new Ending.Broken(Fault.of(FailureKind.PROVIDER_ERROR, message), usage.tokens());
  }

  private void event(String type, byte[] bytes, int offset, int length) {
    if (!finished()) {
      Json.read(bytes, offset, length).ifPresent(this::event);
    }
  }

  private void event(JsonNode event) {
    if (GeminiErrors.error(event).isPresent()) {
      fault = GeminiErrors.fault(event, 200, Map.of());
      return;
    }
    usage = usage.with(event.path("usageMetadata"));
    String blocked = event.path("promptFeedback").path("blockReason").asText("");
    if (!blocked.isEmpty()) {
      fault = GeminiFinish.blocked(blocked, 200);
      return;
    }
    for (JsonNode candidate : event.path("candidates")) {
      candidate(candidate);
    }
  }

  private void candidate(JsonNode json) {
    int choice = json.path("index").asInt(0);
    if (choice < 0 || choice >= MAX_CANDIDATES) {
      fault = Fault.of(FailureKind.PROVIDER_ERROR, "Gemini sent a candidate nobody asked for");
      return;
    }
    Candidate candidate = candidates[choice];
    if (candidate == null) {
      candidate = new Candidate();
      candidates[choice] = candidate;
      sink.start();
    }
    for (JsonNode part : json.path("content").path("parts")) {
      part(part, choice, candidate);
    }
    GeminiLogprobs.of(json).ifPresent(logprobs -> sink.logprobs(choice, logprobs));
    String reason = json.path("finishReason").asText("");
    if (!reason.isEmpty() && !reason.equals("FINISH_REASON_UNSPECIFIED")) {
      candidate.reason = reason;
    }
  }

  private void part(JsonNode part, int choice, Candidate candidate) {
    String signature = signatures.marked(part.path("thoughtSignature").asText(""));
    JsonNode function = part.path("functionCall");
    if (function.isObject()) {
      candidate.thinking = false;
      call(function, choice, candidate, signature);
      return;
    }
    String text = part.path("text").asText("");
    boolean thought = part.path("thought").asBoolean();
    if (thought) {
      candidate.thinking = true;
      sink.thought(choice, text);
    }
    // The proof may also come by itself, behind the thoughts.
    if (!signature.isEmpty() && candidate.thinking && (thought || text.isEmpty())) {
      candidate.thinking = false;
      sink.signature(choice, signature);
    } else if (!thought && !text.isEmpty()) {
      candidate.thinking = false;
      sink.text(choice, text);
    }
  }

  private void call(JsonNode function, int choice, Candidate candidate, String signature) {
    String name = function.path("name").asText();
    String arguments = GeminiResponse.arguments(function);
    if (name.equals(AnswerTool.NAME)) {
      sink.text(choice, arguments);
      return;
    }
    int index = candidate.calls++;
    sink.call(choice, index, GeminiResponse.id(function, call, choice, index), name, signature);
    sink.arguments(choice, index, arguments);
  }
}
