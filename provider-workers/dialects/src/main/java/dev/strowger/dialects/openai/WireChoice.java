package dev.strowger.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.openai.WireDelta.CallPiece;
import dev.strowger.dialects.wire.AnswerTool;
import dev.strowger.dialects.wire.MarkedProofs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One choice of a stream: gives what chunks add to a sink. */
final class WireChoice {
  /** Calls beyond these are not followed. */
  private static final int MAX_CALLS = 1_024;

  private final int choice;
  private final AnswerSink sink;
  private final Dialect.Call asked;
  private final MarkedProofs proofs;
  private final Map<Integer, Call> byIndex = new HashMap<>();
  private final List<Call> calls = new ArrayList<>();
  private int shown;
  private @Nullable FinishReason finish;

  WireChoice(int choice, AnswerSink sink, Dialect.Call asked, Provider provider) {
    this.choice = choice;
    this.sink = sink;
    this.asked = asked;
    this.proofs = OpenAiWire.proofs(provider);
  }

  /** A call in the making; {@code shown} is its place among the client's, -1 for the answer. */
  private static final class Call {
    final String id;
    final int shown;
    boolean empty = true;

    Call(String id, int shown) {
      this.id = id;
      this.shown = shown;
    }
  }

  /** How it ended; null as long as it has not. */
  @Nullable FinishReason finish() {
    return finish;
  }

  void add(WireDelta delta) {
    if (finish != null) {
      return;
    }
    thoughts(delta);
    if (!delta.text.isEmpty()) {
      sink.text(choice, delta.text);
    }
    if (!delta.refusal.isEmpty()) {
      sink.refusal(choice, delta.refusal);
    }
    if (delta.logprobs != null) {
      sink.logprobs(choice, delta.logprobs);
    }
    delta.calls.forEach(this::piece);
  }

  /**
   * The choice is over.
   *
   * @param reason in OpenAI's terms
   */
  void end(String reason) {
    if (finish == null) {
      // Clients parse what they get, so a call without arguments gets an empty object.
      for (Call call : calls) {
        if (call.empty) {
          arguments(call, "{}");
        }
      }
      finish = WireResponse.finish(reason, shown > 0);
      sink.finish(choice, finish);
    }
  }

  private void thoughts(WireDelta delta) {
    // Some send both, with the same words.
    String thought = delta.reasoningContent.isEmpty() ? delta.reasoning : delta.reasoningContent;
    if (!thought.isEmpty()) {
      sink.thought(choice, thought);
    }
    if (delta.reasoningDetails == null) {
      return;
    }
    for (JsonNode detail : delta.reasoningDetails) {
      String signature = detail.path("signature").asText("");
      if (detail.path("type").asText().equals("reasoning.encrypted")) {
        sink.redactedThought(choice, proofs.marked(detail.path("data").asText("")));
      } else if (!signature.isEmpty() && !signature.equals("null")) {
        sink.signature(choice, proofs.marked(signature));
      }
    }
  }

  private void piece(CallPiece piece) {
    Call call = byIndex.get(place(piece));
    boolean another =
        call == null || (!piece.id.isEmpty() && !piece.name.isEmpty() && !piece.id.equals(call.id));
    if (another) {
      if (calls.size() >= MAX_CALLS) {
        return;
      }
      call = begin(piece);
    }
    if (call != null && !piece.arguments.isEmpty()) {
      arguments(call, piece.arguments);
    }
  }

  /** Servers that leave the index out send whole calls, or go on with the last one. */
  private int place(CallPiece piece) {
    if (piece.index >= 0) {
      return piece.index;
    }
    boolean fresh = !piece.id.isEmpty() && !piece.name.isEmpty();
    return fresh ? calls.size() : Math.max(0, calls.size() - 1);
  }

  private Call begin(CallPiece piece) {
    boolean answer = piece.name.equals(AnswerTool.NAME);
    Call call = new Call(piece.id, answer ? -1 : shown);
    byIndex.put(place(piece), call);
    calls.add(call);
    if (!answer) {
      String id = WireResponse.callId(piece.id, asked, choice, shown);
      sink.call(choice, shown, id, piece.name, piece.signature);
      shown++;
    }
    return call;
  }

  private void arguments(Call call, String fragment) {
    call.empty = false;
    if (call.shown < 0) {
      sink.text(choice, fragment);
    } else {
      sink.arguments(choice, call.shown, fragment);
    }
  }
}
