package dev.strowger.dialects.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect.Encoding;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.json.Json;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiRequestTest {
  private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";
  private static final String FLASH = "gemini-3-flash-preview";

  @ParameterizedTest
  @CsvSource({
    "GEMINI,gemini-2.5-pro,/models/gemini-2.5-pro",
    "GEMINI,models/gemini-2.5-pro,/models/gemini-2.5-pro",
    "GEMINI,tunedModels/mine-1,/tunedModels/mine-1",
    "GEMINI,a/b:c d?ä@1,/models/a%2Fb%3Ac%20d%3F%C3%A4@1",
    "VERTEX,gemini-2.5-pro,/publishers/google/models/gemini-2.5-pro",
    "VERTEX,google/gemini-2.5-pro,/publishers/google/models/gemini-2.5-pro",
    "VERTEX,publishers/google/models/gemini-2.5-pro,/publishers/google/models/gemini-2.5-pro",
    "VERTEX,endpoints/123,/endpoints/123",
    "VERTEX,text-embedding@001,/publishers/google/models/text-embedding@001"
  })
  void addressesTheModel(Family family, String model, String path) {
    assertThat(sendable(family, model, "{" + HELLO + "}").uri())
        .isEqualTo(URI.create("https://provider.example/base" + path + ":generateContent"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://provider.example/v1beta,https://provider.example/v1beta/models/m:streamGenerateContent?alt=sse",
    "https://provider.example/v1beta?a=b,https://provider.example/v1beta/models/m:streamGenerateContent?a=b&alt=sse"
  })
  void asksForAStreamOfEvents(URI base, URI expected) {
    Encoding encoding =
        Dialects.of(Family.GEMINI)
            .encode(
                Calls.stream("m", "{" + HELLO + "}", true), Calls.provider(Family.GEMINI).at(base));

    assertThat(encoding)
        .isInstanceOfSatisfying(
            Encoding.Sendable.class,
            sendable -> {
              assertThat(sendable.request().uri()).isEqualTo(expected);
              assertThat(sendable.request().headers())
                  .containsEntry("accept", "text/event-stream")
                  .containsEntry("x-team", "ml");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GEMINI|"auto"|false|
          GEMINI|"auto"|true|{"mode":"VALIDATED"}
          VERTEX|"auto"|true|
          GEMINI|"none"|true|{"mode":"NONE"}
          GEMINI|"required"|true|{"mode":"ANY"}
          VERTEX|"required"|false|{"mode":"ANY"}
          VERTEX|{"type":"function","function":{"name":"t"}}|false|{"mode":"ANY","allowedFunctionNames":["t"]}
          GEMINI|{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"t"}}]}}|false|{"mode":"ANY"}
          """)
  void carriesEveryFormOfToolChoice(
      Family family, String choice, boolean strict, @Nullable String expected) {
    JsonNode json =
        json(
            family,
            FLASH,
            "{\"tools\":[" + tool(strict) + "],\"tool_choice\":" + choice + "," + HELLO + "}");

    assertThat(json.path("toolConfig").path("functionCallingConfig").toString())
        .isEqualTo(expected == null ? "" : expected);
    assertThat(json.path("tools").path(0).path("functionDeclarations")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          gemini-2.5-pro|"auto"|ANY|2|
          gemini-2.5-pro|"required"|ANY|1|
          gemini-2.5-pro|"none"||0|application/json
          gemini-3-pro|"auto"||1|application/json
          gemini-flash-latest|"required"|ANY|1|application/json
          """)
  void asksForJsonByAToolWhereToolsAndJsonExcludeEachOther(
      String model, String choice, @Nullable String mode, int tools, @Nullable String type) {
    JsonNode json =
        json(
            Family.VERTEX,
            model,
            "{\"response_format\":{\"type\":\"json_object\"},\"tools\":["
                + tool(false)
                + "],\"tool_choice\":"
                + choice
                + ","
                + HELLO
                + "}");

    assertThat(json.path("toolConfig").path("functionCallingConfig").path("mode").asText(""))
        .isEqualTo(mode == null ? "" : mode);
    assertThat(json.path("tools").path(0).path("functionDeclarations")).hasSize(tools);
    assertThat(json.path("generationConfig").path("responseMimeType").asText(""))
        .isEqualTo(type == null ? "" : type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type":"object","properties":{}}|
          {"type":"object","properties":{},"required":[],"additionalProperties":false}|
          {"type":"object"}|{"type":"object"}
          {"type":"object","properties":{},"additionalProperties":true}|{"type":"object","properties":{},"additionalProperties":true}
          {"$ref":"#/$defs/a","$defs":{"a":{"type":"object"}}}|{"$ref":"#/$defs/a","$defs":{"a":{"type":"object"}}}
          """)
  void keepsASchemaAsItIsOrLeavesAnEmptyOneOut(String schema, @Nullable String expected) {
    JsonNode json =
        json(
            Family.GEMINI,
            FLASH,
            "{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"t\",\"parameters\":"
                + schema
                + "}}],"
                + HELLO
                + "}");

    JsonNode declaration = json.path("tools").path(0).path("functionDeclarations").path(0);
    assertThat(declaration.path("parametersJsonSchema").toString())
        .isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void putsWhatAModelSaidInARowIntoOneContentWithOneDummySignature() {
    JsonNode json =
        json(
            Family.GEMINI,
            FLASH,
            "{\"messages\":[{\"role\":\"user\",\"content\":\"\"},"
                + "{\"role\":\"assistant\",\"content\":\"I look.\"},"
                + call("c1")
                + ","
                + call("c2")
                + "]}");

    assertThat(json.path("contents").toString())
        .isEqualTo(
            "[{\"role\":\"model\",\"parts\":[{\"text\":\"I look.\"},"
                + "{\"functionCall\":{\"id\":\"c1\",\"name\":\"t\",\"args\":{}},"
                + "\"thoughtSignature\":\"skip_thought_signature_validator\"},"
                + "{\"functionCall\":{\"id\":\"c2\",\"name\":\"t\",\"args\":{}}}]}]");
  }

  @Test
  void sendsNoDummySignatureToOlderModels() {
    String body = "{\"messages\":[" + call("c1") + "]}";

    assertThat(json(Family.GEMINI, "gemini-2.5-flash", body).toString())
        .doesNotContain("thoughtSignature");
    assertThat(json(Family.GEMINI, "gemini-flash-latest", body).toString())
        .contains("thoughtSignature");
  }

  @Test
  void makesAPromptOfInstructionsAlone() {
    JsonNode json =
        json(Family.GEMINI, FLASH, "{\"messages\":[{\"role\":\"system\",\"content\":\"Count.\"}]}");

    assertThat(json.toString())
        .isEqualTo("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Count.\"}]}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GEMINI|gemini-3|{"n":9,HELLO}|n
          GEMINI|gemini-3|{"n":0,HELLO}|n
          GEMINI|gemini-3|{"stop":["1","2","3","4","5","6"],HELLO}|stop
          GEMINI|gemini-3|{"seed":2147483648,HELLO}|seed
          GEMINI|gemini-3|{"verbosity":"low",HELLO}|verbosity
          GEMINI|gemini-3|{"tools":[TOOL],"parallel_tool_calls":false,HELLO}|parallel_tool_calls
          GEMINI|gemini-2.0-flash|{"reasoning_effort":"low",HELLO}|reasoning_effort
          GEMINI|gemini-3|{"reasoning_effort":"huge",HELLO}|reasoning_effort
          GEMINI|gemini-3|{"messages":[{"role":"user","content":""}]}|messages
          GEMINI|gemini-3|{"messages":[{"role":"tool","tool_call_id":"c","content":"a"}]}|messages[0].tool_call_id
          GEMINI|gemini-3|{"messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AA==","format":"pcm16"}}]}]}|messages[0].content
          GEMINI|gemini-3|{"messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"data:application/zip;base64,AA=="}}]}]}|messages[0].content
          GEMINI|gemini-3|{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/gif;base64,AA=="}}]}]}|messages[0].content
          GEMINI|gemini-3|{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/200"}}]}]}|messages[0].content
          GEMINI|gemini-3|{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/a b.png"}}]}]}|messages[0].content
          GEMINI|gemini-3|{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://example.com/a.png"}}]}]}|messages[0].content
          GEMINI|gemini-2.0-flash|{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}]}|messages[0].content
          VERTEX|gemini-3|{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/a.svg"}}]}]}|messages[0].content
          """)
  void refusesWhatItCannotDoByName(Family family, String model, String body, String param) {
    String whole = body.replace("HELLO", HELLO).replace("TOOL", tool(false));

    assertThat(encode(family, model, whole))
        .isInstanceOfSatisfying(
            Encoding.Unsendable.class,
            unsendable -> {
              assertThat(unsendable.fault().kind()).isEqualTo(FailureKind.UNSUPPORTED);
              assertThat(unsendable.fault().param()).hasValue(param);
            });
  }

  @Test
  void fetchesWhatVertexCanByPlainHttp() {
    JsonNode json =
        json(
            Family.VERTEX,
            "gemini-2.0-flash",
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                + "\"image_url\":{\"url\":\"http://example.com/A.JPG\"}}]}]}");

    assertThat(json.findValue("fileData").toString())
        .isEqualTo("{\"mimeType\":\"image/jpeg\",\"fileUri\":\"http://example.com/A.JPG\"}");
  }

  private static String tool(boolean strict) {
    return "{\"type\":\"function\",\"function\":{\"name\":\"t\",\"strict\":" + strict + "}}";
  }

  private static String call(String id) {
    return "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\""
        + id
        + "\",\"type\":\"function\",\"function\":{\"name\":\"t\",\"arguments\":\"{}\"}}]}";
  }

  private static JsonNode json(Family family, String model, String body) {
    return Json.read(sendable(family, model, body).body()).orElseThrow();
  }

  private static ProviderRequest sendable(Family family, String model, String body) {
    return switch (encode(family, model, body)) {
      case Encoding.Sendable(ProviderRequest request, var _) -> request;
      case Encoding.Known _ -> throw new AssertionError("nothing to send");
      case Encoding.Unsendable(Fault fault) -> throw new AssertionError(fault);
    };
  }

  private static Encoding encode(Family family, String model, String body) {
    Provider provider = Calls.provider(family);
    return Dialects.of(family).encode(Calls.sync(model, body), provider);
  }
}
