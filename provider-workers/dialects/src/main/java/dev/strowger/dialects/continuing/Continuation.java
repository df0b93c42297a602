package dev.strowger.dialects.continuing;

import dev.strowger.dialects.Continuing;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.api.TokenCountApi;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Sampling;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.conversation.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What a model is asked that shall go on with an answer. */
public final class Continuation {
  private static final String GO_ON =
      "Your last message was cut off by a technical fault. Go on with it from exactly the character"
          + " where it ends, as if there had been no break. Do not repeat anything of it, do not"
          + " begin anew, and say nothing about the break or about this message.";

  /** What must be whole JSON cannot be gone on with in the midst. */
  private static final String AGAIN =
      "Your last message was cut off by a technical fault. Give that answer once more, whole, from"
          + " its beginning: as far as it went, word for word the same, then the rest of it. Say"
          + " nothing about the break or about this message.";

  private Continuation() {}

  /** Whether the answer is free text, so that a model may go on in the midst of it. */
  public static boolean free(Conversation asked) {
    return asked.output() instanceof OutputFormat.Text;
  }

  public static Conversation of(Conversation asked, SentAnswer sent, Continuing how) {
    String text = sent.text();
    boolean prefill = how == Continuing.PREFILL && free(asked);
    if (text.isBlank()) {
      return asked;
    }
    List<Message> messages = new ArrayList<>(asked.messages());
    // Servers cut white space at the end or refuse it; what comes is aligned with what was sent.
    Part said = new Part.Text(prefill ? text.stripTrailing() : text);
    if (!messages.isEmpty() && messages.getLast() instanceof Message.Assistant begun) {
      messages.removeLast();
      messages.add(new Message.Assistant(joined(begun.parts(), said)));
    } else {
      messages.add(new Message.Assistant(List.of(said)));
    }
    if (!prefill) {
      String words = free(asked) ? GO_ON : AGAIN;
      messages.add(new Message.User(List.of(new Part.Text(words))));
    }
    return new Conversation(
        messages,
        asked.tools(),
        asked.output(),
        free(asked) ? rest(asked, said) : asked.sampling(),
        asked.reasoning(),
        asked.wishes(),
        asked.foreign(),
        asked.hints());
  }

  /** The client had begun the answer itself. */
  private static List<Part> joined(List<Part> begun, Part said) {
    List<Part> parts = new ArrayList<>(begun);
    if (!parts.isEmpty()
        && parts.getLast() instanceof Part.Text(var before)
        && said instanceof Part.Text(var more)) {
      parts.removeLast();
      parts.add(new Part.Text(before + more));
    } else {
      parts.add(said);
    }
    return parts;
  }

  /** Of a limit, what is left; a model that is to think needs it for thoughts once more. */
  private static Sampling rest(Conversation asked, Part said) {
    Sampling sampling = asked.sampling();
    if (sampling.maxTokens().isEmpty()
        || asked.reasoning().wanted()
        || !(said instanceof Part.Text(var text))) {
      return sampling;
    }
    long left = sampling.maxTokens().getAsLong() - TokenCountApi.estimate(text);
    return new Sampling(
        OptionalLong.of(Math.max(1, left)),
        sampling.temperature(),
        sampling.topP(),
        sampling.topK(),
        sampling.stop(),
        sampling.seed(),
        sampling.penalties());
  }
}
