package dev.strowger.dialects.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Provider.Quirk;
import dev.strowger.dialects.conversation.Message;
import java.util.List;
import java.util.Set;

/**
 * How servers are told to go on with an assistant's message that stands last; OpenAI's own API has
 * no such thing. Source: the documents of vLLM and SGLang on {@code continue_final_message},
 * Moonshot's and Alibaba's on partial mode, DeepSeek's and Mistral's on {@code prefix}.
 */
final class WirePrefill {
  private static final Set<Quirk> WAYS =
      Set.of(Quirk.CONTINUE_FINAL_MESSAGE, Quirk.PARTIAL_MESSAGE, Quirk.PREFIX_MESSAGE);

  private WirePrefill() {}

  static boolean known(Set<Quirk> quirks) {
    return WAYS.stream().anyMatch(quirks::contains);
  }

  /** Marks the last message, if it is one to be gone on with. */
  static void put(List<Message> asked, Set<Quirk> quirks, ObjectNode json, ArrayNode messages) {
    boolean begun =
        !asked.isEmpty()
            && asked.getLast() instanceof Message.Assistant last
            && last.calls().isEmpty();
    if (!begun || !(messages.get(messages.size() - 1) instanceof ObjectNode message)) {
      return;
    }
    if (quirks.contains(Quirk.CONTINUE_FINAL_MESSAGE)) {
      json.put("continue_final_message", true).put("add_generation_prompt", false);
    }
    if (quirks.contains(Quirk.PARTIAL_MESSAGE)) {
      message.put("partial", true);
    }
    if (quirks.contains(Quirk.PREFIX_MESSAGE)) {
      message.put("prefix", true);
    }
  }
}
