package dev.strowger.dialects.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.answer.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One choice of a streamed completion. */
final class MistralChoice implements MistralContent.Sink {
  /** More calls than this in one choice break the stream. */
  static final int MAX_CALLS = 1_024;

  private final AnswerSink sink;
  private final String requestId;
  private final int index;
  private final List<OpenCall> calls = new ArrayList<>();
  private @Nullable FinishReason finish;

  MistralChoice(AnswerSink sink, String requestId, int index) {
    this.sink = sink;
    this.requestId = requestId;
    this.index = index;
  }

  /**
   * @param theirs Mistral's index of the call
   * @param id as Mistral gave it
   * @param empty whether no argument has come yet
   */
  private record OpenCall(int theirs, String id, boolean empty) {}

  Optional<FinishReason> finish() {
    return Optional.ofNullable(finish);
  }

  /** Takes what a chunk says of this choice; gives back why the stream is broken, if it is. */
  Optional<Fault> take(JsonNode choice) {
    JsonNode delta = choice.path("delta");
    MistralContent.read(delta.path("content"), this);
    for (JsonNode call : delta.path("tool_calls")) {
      if (calls.size() == MAX_CALLS) {
        return Optional.of(
            Fault.of(FailureKind.PROVIDER_ERROR, "more than " + MAX_CALLS + " tool calls"));
      }
      call(call);
    }
    return choice.path("finish_reason").isTextual() && finish == null
        ? finish(choice.path("finish_reason").textValue())
        : Optional.empty();
  }

  @Override
  public void text(String text) {
    sink.text(index, text);
  }

  @Override
  public void thought(String text) {
    sink.thought(index, text);
  }

  /** Most calls come whole; a further piece has the index and no id, or the same id. */
  private void call(JsonNode call) {
    int theirs = call.path("index").asInt();
    String id = call.path("id").asText("");
    JsonNode function = call.path("function");
    int ours = lastOf(theirs);
    boolean anonymous = id.isEmpty() || id.equals("null");
    boolean named = !function.path("name").asText("").isEmpty();
    boolean another = anonymous ? named : ours >= 0 && !id.equals(calls.get(ours).id);
    if (ours < 0 || another) {
      ours = calls.size();
      calls.add(new OpenCall(theirs, id, true));
      sink.call(
          index,
          ours,
          MistralToolId.of(id, requestId, index, ours),
          function.path("name").asText(""),
          "");
    }
    String arguments = MistralContent.arguments(function.path("arguments"));
    if (!arguments.isEmpty()) {
      sink.arguments(index, ours, arguments);
      calls.set(ours, new OpenCall(theirs, calls.get(ours).id, false));
    }
  }

  private int lastOf(int theirs) {
    for (int i = calls.size() - 1; i >= 0; i--) {
      if (calls.get(i).theirs == theirs) {
        return i;
      }
    }
    return -1;
  }

  private Optional<Fault> finish(String reason) {
    return switch (MistralFinish.of(reason, !calls.isEmpty())) {
      case MistralFinish.Failed(var fault) -> Optional.of(fault);
      case MistralFinish.Finished(var how) -> {
        // A tool without parameters: clients parse what they get as JSON.
        for (int i = 0; i < calls.size(); i++) {
          if (calls.get(i).empty) {
            sink.arguments(index, i, "{}");
          }
        }
        finish = how;
        sink.finish(index, how);
        yield Optional.empty();
      }
    };
  }
}
