package dev.strowger.dialects.api.chat;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.api.AnswerWriter;
import dev.strowger.dialects.api.ClientApi;
import dev.strowger.dialects.conversation.Conversation;

/** OpenAI's Chat Completions API. */
public final class ChatApi implements ClientApi {
  @Override
  public Conversation.Reading read(byte[] body) {
    return RequestReader.read(body);
  }

  @Override
  public byte[] write(Call call, Answer answer) {
    return CompletionJson.render(call, answer);
  }

  @Override
  public AnswerWriter writer(Call call) {
    return new ChunkWriter(call);
  }

  @Override
  public AnswerWriter writer(Call call, SentAnswer sent) {
    return ChunkWriter.after(call, sent);
  }

  @Override
  public SentAnswer sent(byte[] events) {
    return SentChunks.read(events);
  }
}
