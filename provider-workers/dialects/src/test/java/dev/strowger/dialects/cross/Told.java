package dev.strowger.dialects.cross;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.bedrock.EventStreamText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A text as a provider of a family streams it: token by token, ended by its stop and its usage of
 * 100 tokens in and 60 out. In the texts here {@code '} stands for a double quote.
 */
final class Told {
  private Told() {}

  static byte[] stream(Family family, List<String> tokens) {
    return stream(family, "", tokens);
  }

  /**
   * @param thought what it thinks first; empty: it does not
   */
  static byte[] stream(Family family, String thought, List<String> tokens) {
    return switch (family) {
      case OPENAI, AZURE_OPENAI, MISTRAL -> chunks(family, thought, tokens);
      case ANTHROPIC -> message(thought, tokens);
      case BEDROCK_CONVERSE -> frames(thought, tokens);
      case GEMINI, VERTEX -> candidates(thought, tokens);
      case COHERE_V2 -> cohere(tokens);
      case OLLAMA -> lines(thought, tokens);
    };
  }

  private static String json(String text) {
    return TextNode.valueOf(text).toString();
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  private static byte[] sse(List<String> events) {
    StringBuilder stream = new StringBuilder();
    events.forEach(event -> stream.append("data: ").append(event).append("\n\n"));
    return stream.toString().getBytes(UTF_8);
  }

  private static byte[] chunks(Family family, String thought, List<String> tokens) {
    String head = quoted("{'id':'chatcmpl-" + family.label() + "','created':7,'model':'m',");
    List<String> events = new ArrayList<>();
    events.add(
        head
            + quoted(
                "'choices':[{'index':0,'delta':{'role':'assistant','content':''},"
                    + "'finish_reason':null}]}"));
    if (!thought.isEmpty()) {
      events.add(
          head
              + quoted("'choices':[{'index':0,'delta':{'reasoning_content':")
              + json(thought)
              + "}}]}");
    }
    for (String token : tokens) {
      events.add(head + quoted("'choices':[{'index':0,'delta':{'content':") + json(token) + "}}]}");
    }
    events.add(head + quoted("'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}"));
    events.add(
        head
            + quoted(
                "'choices':[],'usage':{'prompt_tokens':100,'completion_tokens':60,"
                    + "'total_tokens':160}}"));
    events.add("[DONE]");
    return sse(events);
  }

  private static byte[] message(String thought, List<String> tokens) {
    List<String> events = new ArrayList<>();
    events.add(
        quoted(
            "{'type':'message_start','message':{'id':'msg_1','type':'message',"
                + "'role':'assistant','model':'m','content':[],'stop_reason':null,"
                + "'usage':{'input_tokens':100,'output_tokens':1}}}"));
    int index = 0;
    if (!thought.isEmpty()) {
      events.add(start(index, "'thinking','thinking':'','signature':''"));
      events.add(delta(index, "'thinking_delta','thinking':", thought));
      events.add(delta(index, "'signature_delta','signature':", "ErUB=="));
      events.add(quoted("{'type':'content_block_stop','index':" + index++ + "}"));
    }
    events.add(start(index, "'text','text':''"));
    for (String token : tokens) {
      events.add(delta(index, "'text_delta','text':", token));
    }
    events.add(quoted("{'type':'content_block_stop','index':" + index + "}"));
    events.add(
        quoted(
            "{'type':'message_delta','delta':{'stop_reason':'end_turn'},"
                + "'usage':{'input_tokens':100,'output_tokens':60}}"));
    events.add(quoted("{'type':'message_stop'}"));
    return sse(events);
  }

  private static String start(int index, String block) {
    return quoted(
            "{'type':'content_block_start','index':" + index + ",'content_block':{'type':" + block)
        + "}}";
  }

  private static String delta(int index, String fields, String value) {
    return quoted("{'type':'content_block_delta','index':" + index + ",'delta':{'type':" + fields)
        + json(value)
        + "}}";
  }

  private static byte[] frames(String thought, List<String> tokens) {
    List<String> events = new ArrayList<>();
    events.add(quoted("{':event-type':'messageStart','payload':{'role':'assistant'}}"));
    String block =
        quoted("{':event-type':'contentBlockDelta','payload':{'contentBlockIndex':0,'delta':");
    if (!thought.isEmpty()) {
      events.add(block + quoted("{'reasoningContent':{'text':") + json(thought) + "}}}}");
      events.add(block + quoted("{'reasoningContent':{'signature':'ErUB=='}}}}"));
      events.add(quoted("{':event-type':'contentBlockStop','payload':{'contentBlockIndex':0}}"));
    }
    String text = block.replace("Index\":0", "Index\":1");
    for (String token : tokens) {
      events.add(text + quoted("{'text':") + json(token) + "}}}");
    }
    events.add(quoted("{':event-type':'contentBlockStop','payload':{'contentBlockIndex':1}}"));
    events.add(quoted("{':event-type':'messageStop','payload':{'stopReason':'end_turn'}}"));
    events.add(
        quoted(
            "{':event-type':'metadata','payload':{'usage':{'inputTokens':100,"
                + "'outputTokens':60,'totalTokens':160}}}"));
    try {
      return EventStreamText.bytes(events);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] candidates(String thought, List<String> tokens) {
    List<String> events = new ArrayList<>();
    if (!thought.isEmpty()) {
      events.add(
          quoted("{'candidates':[{'content':{'parts':[{'thought':true,'text':")
              + json(thought)
              + "}]}}]}");
    }
    for (String token : tokens) {
      events.add(quoted("{'candidates':[{'content':{'parts':[{'text':") + json(token) + "}]}}]}");
    }
    events.add(
        quoted(
            "{'candidates':[{'content':{'parts':[{'text':''}]},'finishReason':'STOP'}],"
                + "'usageMetadata':{'promptTokenCount':100,'candidatesTokenCount':60}}"));
    return sse(events);
  }

  private static byte[] cohere(List<String> tokens) {
    List<String> events = new ArrayList<>();
    events.add(quoted("{'type':'message-start','id':'1','delta':{'message':{}}}"));
    events.add(
        quoted(
            "{'type':'content-start','index':0,'delta':{'message':{'content':"
                + "{'type':'text','text':''}}}}"));
    for (String token : tokens) {
      events.add(
          quoted("{'type':'content-delta','index':0,'delta':{'message':{'content':{'text':")
              + json(token)
              + "}}}}");
    }
    events.add(quoted("{'type':'content-end','index':0}"));
    events.add(
        quoted(
            "{'type':'message-end','delta':{'finish_reason':'COMPLETE','usage':{"
                + "'billed_units':{'input_tokens':100,'output_tokens':60}}}}"));
    return sse(events);
  }

  private static byte[] lines(String thought, List<String> tokens) {
    StringBuilder stream = new StringBuilder();
    if (!thought.isEmpty()) {
      stream.append(quoted("{'message':{'role':'assistant','content':'','thinking':"));
      stream.append(json(thought)).append(quoted("},'done':false}\n"));
    }
    for (String token : tokens) {
      stream.append(quoted("{'message':{'role':'assistant','content':")).append(json(token));
      stream.append(quoted("},'done':false}\n"));
    }
    stream.append(
        quoted(
            "{'message':{'role':'assistant','content':''},'done_reason':'stop','done':true,"
                + "'prompt_eval_count':100,'eval_count':60}\n"));
    return stream.toString().getBytes(UTF_8);
  }
}
