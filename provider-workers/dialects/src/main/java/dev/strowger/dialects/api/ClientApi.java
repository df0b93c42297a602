package dev.strowger.dialects.api;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.conversation.Conversation;

/** One API for conversations that clients speak. No state, no clock, no I/O. */
public interface ClientApi {
  /** What a client's body asks for. */
  Conversation.Reading read(byte[] body);

  /** A whole answer as the API's object. */
  byte[] write(Call call, Answer answer);

  /** A writer for one streamed answer. */
  AnswerWriter writer(Call call);

  /**
   * A writer that goes on where the events end that a client has.
   *
   * @param call whose model and time of creation the events shall name
   */
  AnswerWriter writer(Call call, SentAnswer sent);

  /** What a client has that got these events. */
  SentAnswer sent(byte[] events);
}
