package dev.strowger.dialects.api.responses;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.Answer.Choice;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.api.AnswerWriter;
import dev.strowger.dialects.api.ClientApi;
import dev.strowger.dialects.conversation.Conversation;

/** OpenAI's Responses API. */
public final class ResponsesApi implements ClientApi {
  @Override
  public Conversation.Reading read(byte[] body) {
    return RequestReader.read(body);
  }

  /** Written like a stream that nobody hears, so that both have the same items. */
  @Override
  public byte[] write(Call call, Answer answer) {
    ResponseWriter writer = new ResponseWriter(call, EventSequence.unheard());
    replay(answer.choices().getFirst(), writer);
    writer.usage(answer.usage());
    writer.complete();
    return writer.whole().orElseThrow();
  }

  @Override
  public AnswerWriter writer(Call call) {
    return new ResponseWriter(call, EventSequence.heard());
  }

  @Override
  public AnswerWriter writer(Call call, SentAnswer sent) {
    return ResponseWriter.after(call, sent);
  }

  @Override
  public SentAnswer sent(byte[] events) {
    return SentResponse.read(events);
  }

  private static void replay(Choice choice, AnswerSink sink) {
    int calls = 0;
    for (Block block : choice.blocks()) {
      switch (block) {
        case Block.Text(var text) -> sink.text(0, text);
        case Block.Refusal(var text) -> sink.refusal(0, text);
        case Block.Thought(var text, var signature) -> {
          sink.thought(0, text);
          sink.signature(0, signature);
        }
        case Block.RedactedThought(var data) -> sink.redactedThought(0, data);
        case Block.Call(var id, var name, var arguments, var signature) -> {
          sink.call(0, calls, id, name, signature);
          sink.arguments(0, calls, arguments);
          calls++;
        }
      }
    }
    choice.logprobs().ifPresent(logprobs -> sink.logprobs(0, logprobs));
    sink.finish(0, choice.finish());
  }
}
