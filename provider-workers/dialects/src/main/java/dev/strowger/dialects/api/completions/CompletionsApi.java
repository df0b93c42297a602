package dev.strowger.dialects.api.completions;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.api.AnswerWriter;
import dev.strowger.dialects.api.ClientApi;
import dev.strowger.dialects.conversation.Conversation;

/** OpenAI's Completions API. */
public final class CompletionsApi implements ClientApi {
  @Override
  public Conversation.Reading read(byte[] body) {
    return PromptReader.read(body);
  }

  @Override
  public byte[] write(Call call, Answer answer) {
    return TextCompletion.render(call, answer);
  }

  @Override
  public AnswerWriter writer(Call call) {
    return new TextWriter(call);
  }

  @Override
  public AnswerWriter writer(Call call, SentAnswer sent) {
    return new TextWriter(call, sent.id());
  }

  @Override
  public SentAnswer sent(byte[] events) {
    return SentTexts.read(events);
  }
}
