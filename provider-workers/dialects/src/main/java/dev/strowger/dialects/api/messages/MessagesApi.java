package dev.strowger.dialects.api.messages;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.api.AnswerWriter;
import dev.strowger.dialects.api.ClientApi;
import dev.strowger.dialects.conversation.Conversation;

/** Anthropic's Messages API. */
public final class MessagesApi implements ClientApi {
  private final boolean counting;

  private MessagesApi(boolean counting) {
    this.counting = counting;
  }

  /** {@code POST /v1/messages}. */
  public static MessagesApi answering() {
    return new MessagesApi(false);
  }

  /** {@code POST /v1/messages/count_tokens}: the same without {@code max_tokens}. */
  public static MessagesApi counting() {
    return new MessagesApi(true);
  }

  @Override
  public Conversation.Reading read(byte[] body) {
    return MessagesReader.read(body, counting);
  }

  @Override
  public byte[] write(Call call, Answer answer) {
    return MessageJson.render(call, answer);
  }

  @Override
  public AnswerWriter writer(Call call) {
    return new MessageWriter(call);
  }

  @Override
  public AnswerWriter writer(Call call, SentAnswer sent) {
    return MessageWriter.after(call, sent);
  }

  @Override
  public SentAnswer sent(byte[] events) {
    return SentMessage.read(events);
  }
}
