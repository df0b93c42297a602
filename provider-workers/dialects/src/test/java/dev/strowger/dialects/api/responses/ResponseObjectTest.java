package dev.strowger.dialects.api.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.api.Events;
import dev.strowger.dialects.conversation.Conversation.Reading;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResponseObjectTest {
  private static final TokenUsage USAGE = new TokenUsage(10, 7, 4, 2, 3);

  @Test
  void writesAllThatOpenAiPromises() {
    assertThat(write("{\"input\":\"a\"}", FinishReason.STOP, new Block.Text("Hi")))
        .isEqualTo(
            Events.json(
                """
                {"id":"resp_req-1","object":"response","created_at":1763700000,
                 "status":"completed","background":false,"error":null,"incomplete_details":null,
                 "model":"m",
                 "output":[{"id":"msg_req-1_0","type":"message","status":"completed",
                   "role":"assistant","content":[
                     {"type":"output_text","annotations":[],"logprobs":[],"text":"Hi"}]}],
                 "instructions":null,"max_output_tokens":null,"max_tool_calls":null,"metadata":{},
                 "parallel_tool_calls":true,"previous_response_id":null,
                 "reasoning":{"effort":null,"summary":null},"store":true,"temperature":1,
                 "text":{"verbosity":"medium","format":{"type":"text"}},"tool_choice":"auto",
                 "tools":[],"top_logprobs":0,"top_p":1,"truncation":"disabled",
                 "access_programs":null,
                 "usage":{"input_tokens":10,
                  "input_tokens_details":{"cached_tokens":4,"cache_write_tokens":2},
                  "output_tokens":7,"output_tokens_details":{"reasoning_tokens":3},
                  "total_tokens":17}}
                """));
  }

  @Test
  void saysAgainWhatWasAsked() {
    JsonNode response =
        write(
            """
            {"input":[{"instructions":"not these","user":"nor this"}],"instructions":"be brief",
             "max_output_tokens":50,"metadata":{"a":"b"},"parallel_tool_calls":false,
             "previous_response_id":"resp_0","prompt_cache_key":"k","safety_identifier":"s",
             "reasoning":{"effort":"low"},"store":false,"temperature":0.20,
             "text":{"format":{"type":"json_object"}},"tool_choice":"none","top_p":null,
             "tools":[{"type":"function","name":"f"}],"truncation":"auto","user":"u"}
            """,
            FinishReason.STOP);

    assertThat(response.path("instructions").asText()).isEqualTo("be brief");
    assertThat(response.path("max_output_tokens").asInt()).isEqualTo(50);
    assertThat(response.path("metadata")).isEqualTo(Events.json("{\"a\":\"b\"}"));
    assertThat(response.path("parallel_tool_calls").asBoolean(true)).isFalse();
    assertThat(response.path("previous_response_id").asText()).isEqualTo("resp_0");
    assertThat(response.path("prompt_cache_key").asText()).isEqualTo("k");
    assertThat(response.path("safety_identifier").asText()).isEqualTo("s");
    assertThat(response.path("reasoning"))
        .isEqualTo(Events.json("{\"effort\":\"low\",\"summary\":null}"));
    assertThat(response.path("store").asBoolean(true)).isFalse();
    assertThat(response.path("temperature").asDouble()).isEqualTo(0.2);
    assertThat(response.path("text"))
        .isEqualTo(Events.json("{\"format\":{\"type\":\"json_object\"},\"verbosity\":\"medium\"}"));
    assertThat(response.path("tool_choice").asText()).isEqualTo("none");
    assertThat(response.path("top_p").asInt()).isEqualTo(1);
    assertThat(response.path("tools"))
        .isEqualTo(
            Events.json(
                "[{\"type\":\"function\",\"name\":\"f\",\"parameters\":null,\"strict\":false}]"));
    assertThat(response.path("truncation").asText()).isEqualTo("auto");
    assertThat(response.path("user").asText()).isEqualTo("u");
    assertThat(response.path("output")).isEmpty();
  }

  @Test
  void anAnswerThatWasCutOffIsIncomplete() {
    JsonNode cut =
        write(
            "{}",
            FinishReason.LENGTH,
            new Block.Thought("t", "s"),
            new Block.Call("1", "f", "{}", ""),
            new Block.Call("2", "f", "{\"a", ""));

    assertThat(cut.path("status").asText()).isEqualTo("incomplete");
    assertThat(cut.at("/incomplete_details/reason").asText()).isEqualTo("max_output_tokens");
    assertThat(cut.path("output"))
        .extracting(item -> item.path("status").asText())
        .containsExactly("completed", "completed", "incomplete");
    JsonNode filtered = write("{}", FinishReason.CONTENT_FILTER, new Block.Text("a"));
    assertThat(filtered.at("/incomplete_details/reason").asText()).isEqualTo("content_filter");
    assertThat(filtered.at("/output/0/status").asText()).isEqualTo("incomplete");
  }

  @Test
  void whatWasAnsweredCanBeSentBack() {
    JsonNode response =
        write(
            "{}",
            FinishReason.TOOL_CALLS,
            new Block.Thought("t", "s"),
            new Block.RedactedThought("e"),
            new Block.Thought("", "q"),
            new Block.Text("a"),
            new Block.Text("b"),
            new Block.Refusal("no"),
            new Block.Call("1", "f", "{\"x\":1}", "p"));

    byte[] next = ("{\"input\":" + response.path("output") + "}").getBytes(UTF_8);
    assertThat(new ResponsesApi().read(next))
        .isInstanceOfSatisfying(
            Reading.Read.class,
            read ->
                assertThat(read.conversation().messages())
                    .containsExactly(
                        new Message.Assistant(
                            List.of(
                                new Part.Thought("t", "s"),
                                new Part.RedactedThought("e"),
                                new Part.Thought("", "q"),
                                new Part.Text("ab"),
                                new Part.Refusal("no"),
                                new Part.Call(
                                    "1",
                                    "f",
                                    JsonNodeFactory.instance.objectNode().put("x", 1),
                                    "p")))));
  }

  @Test
  void probabilitiesHaveEveryMember() {
    Answer answer =
        new Answer(
            List.of(
                new Answer.Choice(
                    List.of(new Block.Text("é")),
                    FinishReason.STOP,
                    Optional.of(
                        Events.json(
                            "{\"content\":[{\"token\":\"é\",\"logprob\":-0.5,\"bytes\":null,"
                                + "\"top_logprobs\":[{\"token\":\"e\",\"logprob\":-1,"
                                + "\"bytes\":[101]}]}]}")))),
            USAGE);

    assertThat(
            Events.json(new ResponsesApi().write(Calls.sync("m", "{}"), answer))
                .at("/output/0/content/0/logprobs"))
        .isEqualTo(
            Events.json(
                "[{\"token\":\"é\",\"logprob\":-0.5,\"bytes\":[195,169],\"top_logprobs\":"
                    + "[{\"token\":\"e\",\"logprob\":-1,\"bytes\":[101]}]}]"));
  }

  private static JsonNode write(String asked, FinishReason finish, Block... blocks) {
    return Events.json(
        new ResponsesApi()
            .write(Calls.sync("m", asked), Answer.of(List.of(blocks), finish, USAGE)));
  }
}
