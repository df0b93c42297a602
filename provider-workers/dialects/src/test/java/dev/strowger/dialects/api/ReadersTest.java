package dev.strowger.dialects.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.conversation.Conversation.Reading;
import dev.strowger.dialects.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers of clients' bodies, which may hold anything anywhere. */
class ReadersTest {
  private static final List<JsonNode> ANYTHING =
      List.of(
          Events.json("null"),
          Events.json("true"),
          Events.json("-7.5"),
          Events.json("\"text\""),
          Events.json("\"\""),
          Events.json("[]"),
          Events.json("[null,5,\"x\",[],{}]"),
          Events.json("{}"),
          Events.json("{\"type\":{},\"x\":[]}"));

  private static final Answer ANSWER =
      Answer.of(
          List.of(new Block.Text("a"), new Block.Call("1", "f", "{}", "")),
          FinishReason.TOOL_CALLS,
          TokenUsage.NONE);

  @ParameterizedTest
  @EnumSource(names = {"CHAT_COMPLETIONS", "COMPLETIONS", "RESPONSES"})
  void anythingAnywhereIsReadOrRefused(Api api) {
    JsonNode body = body(api);
    List<JsonPointer> places = new ArrayList<>();
    collect(body, JsonPointer.empty(), places);
    assertThat(places).hasSizeGreaterThan(api == Api.COMPLETIONS ? 10 : 60);

    for (JsonPointer place : places) {
      for (JsonNode thing : ANYTHING) {
        byte[] bytes = Json.bytes(with(body, place, thing));
        ClientApi client = ClientApis.of(api);

        assertThat(client.read(bytes)).as("%s at %s", thing, place).isNotNull();
        assertThat(client.write(Calls.sync("m", new String(bytes, StandardCharsets.UTF_8)), ANSWER))
            .as("%s at %s", thing, place)
            .isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CHAT_COMPLETIONS", "COMPLETIONS", "RESPONSES"})
  void theBodyIsReadAsItStands(Api api) {
    assertThat(ClientApis.of(api).read(Json.bytes(body(api)))).isInstanceOf(Reading.Read.class);
    assertThat(ClientApis.of(api).read("[1".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Reading.Unreadable.class);
  }

  private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> places) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(field -> collect(field.getValue(), at.appendProperty(field.getKey()), places));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        collect(array.get(i), at.appendIndex(i), places);
      }
    }
    if (!at.matches()) {
      places.add(at);
    }
  }

  private static JsonNode with(JsonNode body, JsonPointer place, JsonNode thing) {
    JsonNode copy = body.deepCopy();
    JsonNode parent = copy.at(place.head());
    if (parent instanceof ObjectNode object) {
      object.set(place.last().getMatchingProperty(), thing);
    } else if (parent instanceof ArrayNode array) {
      array.set(place.last().getMatchingIndex(), thing);
    }
    return copy;
  }

  private static JsonNode body(Api api) {
    return Events.json(
        switch (api) {
          case COMPLETIONS ->
              """
              {"prompt":["a"],"max_tokens":5,"temperature":1,"top_p":1,"stop":["x"],"seed":1,
               "n":1,"best_of":1,"logprobs":1,"logit_bias":{"1":1},"echo":false,"suffix":"s",
               "user":"u","frequency_penalty":0,"presence_penalty":0,"metadata":{"a":"b"}}
              """;
          case RESPONSES ->
              """
              {"instructions":"i","input":[
                {"role":"user","content":[
                  {"type":"input_text","text":"b","cache_control":{"type":"ephemeral","ttl":"5m"}},
                  {"type":"input_image","image_url":"https://x/y.png","detail":"high"},
                  {"type":"input_file","filename":"f","file_data":"data:text/csv;base64,CC=="},
                  {"type":"input_audio","input_audio":{"format":"wav","data":"BB=="}}]},
                {"type":"reasoning","summary":[{"type":"summary_text","text":"t"}],
                 "content":[{"type":"reasoning_text","text":"t"}],
                 "encrypted_content":"strowger.signature.s"},
                {"type":"message","role":"assistant","phase":"commentary","content":[
                  {"type":"output_text","text":"c"},{"type":"refusal","refusal":"d"}]},
                {"type":"function_call","call_id":"1","name":"f","arguments":"{}",
                 "extra_content":{"google":{"thought_signature":"p"}}},
                {"type":"function_call_output","call_id":"1","output":[
                  {"type":"input_text","text":"p"}]}],
               "tools":[{"type":"function","name":"f","parameters":{"type":"object"},
                         "description":"d","strict":true},{"type":"web_search"}],
               "tool_choice":{"type":"allowed_tools","mode":"auto",
                              "tools":[{"type":"function","name":"f"}]},
               "text":{"verbosity":"low","format":{"type":"json_schema","name":"n",
                       "schema":{"type":"object"},"strict":true}},
               "reasoning":{"effort":"low","summary":"auto","mode":"standard","context":"auto"},
               "include":["message.output_text.logprobs"],"truncation":"auto",
               "metadata":{"a":"b"},"max_output_tokens":9,"top_logprobs":1,"user":"u"}
              """;
          default ->
              """
              {"messages":[
                {"role":"system","content":[{"type":"text","text":"a","cache_control":{}}]},
                {"role":"user","name":"n","content":[
                  {"type":"text","text":"b"},
                  {"type":"image_url","image_url":{"url":"https://x/y.png","detail":"low"}},
                  {"type":"input_audio","input_audio":{"data":"BB==","format":"wav"}},
                  {"type":"file","file":{"filename":"f","file_url":"https://x/f.pdf"}}]},
                {"role":"assistant","content":"c","refusal":"d","audio":{"id":"1"},
                 "reasoning_details":[
                   {"type":"reasoning.text","text":"t","signature":"s","index":0},
                   {"type":"reasoning.text","text":"t","signature":"s","index":0},
                   {"type":"reasoning.encrypted","data":"e","index":1}],
                 "function_call":{"name":"f","arguments":"{}"},
                 "tool_calls":[{"id":"1","type":"function",
                   "function":{"name":"f","arguments":"{}"},
                   "extra_content":{"google":{"thought_signature":"p"}}}]},
                {"role":"tool","tool_call_id":"1","content":[{"type":"text","text":"p"}]},
                {"role":"function","name":"f","content":"q"}],
               "tools":[{"type":"function","function":{"name":"f","description":"d",
                         "parameters":{"type":"object"},"strict":true}},
                        {"type":"custom","custom":{"name":"c"}}],
               "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto",
                 "tools":[{"type":"function","function":{"name":"f"}}]}},
               "functions":[],"function_call":"auto","parallel_tool_calls":true,
               "response_format":{"type":"json_schema","json_schema":{"name":"n",
                 "schema":{"type":"object"},"strict":true}},
               "reasoning":{"max_tokens":5,"exclude":true},"thinking":{"type":"enabled"},
               "modalities":["text"],"stop":"x","n":1,"logprobs":true,"top_logprobs":2,
               "logit_bias":{"1":2},"top_k":4}
              """;
        });
  }
}
