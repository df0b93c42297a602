package dev.strowger.dialects.cross;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.WireCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever a client sets changes the provider's request, or is named: refused, or as dropped. It is
 * named as the client's API names it.
 */
class ParametersNeverVanishTest {
  private static final String CHAT =
      """
      {"messages":[{"role":"user","content":"Hi"}]}""";
  private static final String CHAT_TOOLS =
      """
      {"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function",
      "function":{"name":"now","parameters":{"type":"object"}}}]}""";
  private static final String MESSAGES =
      """
      {"max_tokens":4096,"messages":[{"role":"user","content":"Hi"}]}""";
  private static final String MESSAGES_TOOLS =
      """
      {"max_tokens":4096,"messages":[{"role":"user","content":"Hi"}],
      "tools":[{"name":"now","input_schema":{"type":"object"}}]}""";
  private static final String RESPONSES =
      """
      {"input":"Hi"}""";
  private static final String RESPONSES_TOOLS =
      """
      {"input":"Hi","tools":[{"type":"function","name":"now"}]}""";
  private static final String PROMPT =
      """
      {"prompt":"Hi"}""";

  /** What changes no request and is not told, each with its reason. */
  private static final Map<String, String> SILENT =
      Map.ofEntries(
          Map.entry("responses store", "the door keeps responses itself"),
          Map.entry("responses metadata", "the door keeps it and says it again"),
          Map.entry("responses max_tool_calls", "limits tools of the provider's own only"),
          Map.entry("responses reasoning={\"summary\":\"auto\"}", "thoughts are always shown"),
          Map.entry("messages thinking={\"type\":\"disabled\"}", "Anthropic's default"),
          Map.entry("messages thinking={\"type\":\"adaptive\"}", "as the model sees fit"),
          Map.entry("messages service_tier=\"auto\"", "holds anyway"),
          Map.entry("messages service_tier=\"standard_only\"", "there is no other capacity"),
          Map.entry("chat_completions include_reasoning=false", "Claude does not think unasked"),
          Map.entry("chat_completions reasoning_effort=\"none\"", "some models never think"));

  @TestFactory
  List<DynamicTest> ofTheChatApi() {
    List<DynamicTest> tests =
        each(
            Api.CHAT_COMPLETIONS,
            CHAT,
            """
            temperature=0.5
            top_p=0.5
            top_k=5
            max_tokens=77
            max_completion_tokens=78
            stop=["END"]
            seed=7
            frequency_penalty=0.5
            presence_penalty=0.5
            frequency_penalty=-0.5
            n=2
            logprobs=true
            logit_bias={"5":1}
            user="u"
            safety_identifier="s"
            verbosity="low"
            service_tier="flex"
            service_tier="priority"
            reasoning_effort="low"
            reasoning_effort="none"
            reasoning_effort="xhigh"
            reasoning={"max_tokens":2000}
            reasoning={"effort":"high"}
            include_reasoning=false
            thinking={"type":"enabled","budget_tokens":2000}
            response_format={"type":"json_object"}
            response_format={"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object"}}}
            tools=[{"type":"function","function":{"name":"now"}}]
            functions=[{"name":"now"}]
            metadata={"a":"b"}
            store=true
            prediction={"type":"content","content":"x"}
            prompt_cache_key="k"
            modalities=["text","audio"]
            audio={"voice":"alloy","format":"wav"}
            web_search_options={}
            web_search_options={"search_context_size":"low"}
            unknown_thing=1
            """);
    tests.addAll(
        each(
            Api.CHAT_COMPLETIONS,
            CHAT_TOOLS,
            """
            tool_choice="required"
            tool_choice="none"
            tool_choice={"type":"function","function":{"name":"now"}}
            parallel_tool_calls=false
            tools=[{"type":"function","function":{"name":"now","strict":true,"parameters":{"type":"object"}}}]
            tools=[{"type":"function","cache_control":{"type":"ephemeral"},"function":{"name":"now","parameters":{"type":"object"}}}]
            tools=[{"type":"function","function":{"name":"now","parameters":{"type":"object"}}},{"type":"custom","custom":{"name":"x"}}]
            messages=[{"role":"user","content":"Hi","name":"Bo"}]
            messages=[{"role":"user","content":[{"type":"text","text":"Hi","cache_control":{"type":"ephemeral"}}]}]
            """));
    return tests;
  }

  @TestFactory
  List<DynamicTest> ofTheMessagesApi() {
    List<DynamicTest> tests =
        each(
            Api.MESSAGES,
            MESSAGES,
            """
            max_tokens=4097
            temperature=0.5
            top_p=0.5
            top_k=5
            stop_sequences=["END"]
            system="Be brief."
            thinking={"type":"enabled","budget_tokens":2000}
            thinking={"type":"enabled","budget_tokens":2000,"display":"omitted"}
            thinking={"type":"adaptive"}
            thinking={"type":"disabled"}
            output_config={"effort":"low"}
            output_config={"format":{"type":"json_schema","schema":{"type":"object"}}}
            metadata={"user_id":"u"}
            service_tier="standard_only"
            service_tier="auto"
            cache_control={"type":"ephemeral"}
            container="c"
            mcp_servers=[{"name":"x"}]
            context_management={"edits":[{}]}
            unknown_thing=1
            tools=[{"name":"now","input_schema":{"type":"object"}}]
            tools=[{"type":"web_search_20250305","name":"web_search"}]
            """);
    tests.addAll(
        each(
            Api.MESSAGES,
            MESSAGES_TOOLS,
            """
            tool_choice={"type":"any"}
            tool_choice={"type":"none"}
            tool_choice={"type":"tool","name":"now"}
            tool_choice={"type":"auto","disable_parallel_tool_use":true}
            tools=[{"name":"now","input_schema":{"type":"object"},"strict":true}]
            """));
    return tests;
  }

  @TestFactory
  List<DynamicTest> ofTheResponsesApi() {
    List<DynamicTest> tests =
        each(
            Api.RESPONSES,
            RESPONSES,
            """
            instructions="Be brief."
            max_output_tokens=77
            temperature=0.5
            top_p=0.5
            top_k=5
            seed=7
            frequency_penalty=0.5
            top_logprobs=2
            include=["message.output_text.logprobs"]
            text={"format":{"type":"json_schema","name":"a","schema":{"type":"object"}}}
            text={"format":{"type":"json_object"}}
            text={"verbosity":"low"}
            reasoning={"effort":"low"}
            reasoning={"summary":"auto"}
            service_tier="flex"
            user="u"
            safety_identifier="s"
            prompt_cache_key="k"
            truncation="auto"
            max_tool_calls=3
            metadata={"a":"b"}
            store=false
            unknown_thing=1
            tools=[{"type":"function","name":"now"}]
            tools=[{"type":"web_search"}]
            """);
    tests.addAll(
        each(
            Api.RESPONSES,
            RESPONSES_TOOLS,
            """
            tool_choice="required"
            tool_choice="none"
            tool_choice={"type":"function","name":"now"}
            parallel_tool_calls=false
            tools=[{"type":"function","name":"now","strict":true}]
            """));
    return tests;
  }

  @TestFactory
  List<DynamicTest> ofTheCompletionsApi() {
    return each(
        Api.COMPLETIONS,
        PROMPT,
        """
        max_tokens=77
        temperature=0.5
        top_p=0.5
        top_k=5
        stop="END"
        seed=7
        frequency_penalty=0.5
        presence_penalty=0.5
        n=2
        best_of=3
        logprobs=2
        logit_bias={"5":1}
        echo=true
        suffix="x"
        user="u"
        unknown_thing=1
        """);
  }

  /**
   * @param params a line each, {@code name=JSON}
   */
  private static List<DynamicTest> each(Api api, String base, String params) {
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : params.strip().split("\n")) {
      String name = line.substring(0, line.indexOf('='));
      ObjectNode changed = (ObjectNode) WireCalls.json(base);
      JsonNode value = WireCalls.json(line.substring(name.length() + 1));
      changed.set(name, value);
      boolean silent =
          SILENT.containsKey(api.label() + " " + name)
              || SILENT.containsKey(api.label() + " " + line);
      tests.add(
          DynamicTest.dynamicTest(
              api.label() + " " + line,
              () ->
                  assertThat(
                          Vanishing.targets(api)
                              .filter(e -> Vanishing.vanishes(e, base, changed, name))
                              .toList())
                      .as("targets where it vanishes")
                      .matches(exchanges -> silent || exchanges.isEmpty())));
    }
    return tests;
  }
}
