package dev.strowger.dialects.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.strowger.dialects.json.JsonSplice.Edit;
import dev.strowger.dialects.json.JsonSplice.Patch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSpliceTest {
  /** Fields r* are replaced by 0, x* removed, n* renamed to "m"; others stay. */
  private static Edit edit(String name, JsonParser parser) {
    return switch (name.charAt(0)) {
      case 'r' -> new Edit.Replace("0".getBytes(UTF_8));
      case 'x' -> Edit.REMOVE;
      case 'n' -> new Edit.Rename("m");
      default -> Edit.KEEP;
    };
  }

  @Test
  void changesBytesInsideOfAValue() {
    byte[] json = "{\"x\":1, \"w\": [ {\"a\":\"\\u00e9é\", \"b\":1.50} ], \"r\":2}".getBytes(UTF_8);

    JsonSplice splice = JsonSplice.scan(json, 0, json.length, JsonSpliceTest::within).orElseThrow();

    assertThat(new String(splice.toBytes(), UTF_8))
        .isEqualTo("{\"w\": [ {\"a\":null, \"b\":1.50} ], \"r\":0}");
  }

  private static Edit within(String name, JsonParser parser) throws IOException {
    if (!name.equals("w")) {
      return edit(name, parser);
    }
    skip(parser, JsonToken.VALUE_STRING);
    Patch patch =
        new Patch(JsonSplice.start(parser), JsonSplice.end(parser), "null".getBytes(UTF_8));
    skip(parser, JsonToken.END_ARRAY);
    return new Edit.Within(List.of(patch));
  }

  private static void skip(JsonParser parser, JsonToken to) throws IOException {
    JsonToken token = parser.nextToken();
    while (token != to) {
      token = parser.nextToken();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|{}",
        "{\"r\":1}|{\"r\":0}",
        "{ \"r\" : \"ä\\\"}\" , \"b\":2 }|{ \"r\" : 0 , \"b\":2 }",
        "{\"a\":-1.50e3,\"r\":[{\"x\":1}],\"b\":null}|{\"a\":-1.50e3,\"r\":0,\"b\":null}",
        "{\"x\":1}|{}",
        "{ \"x\":1 }|{  }",
        "{\"x\":1, \"b\":2}|{\"b\":2}",
        "{\"a\":1 , \"x\":{\"y\":[1]}}|{\"a\":1}",
        "{\"a\":1,\"x\":true,\"b\":2}|{\"a\":1,\"b\":2}",
        "{\"x\":1,\"x1\":2,\"b\":3,\"x2\":4,\"x3\":5}|{\"b\":3}",
        "{\"x\":1,\"x1\":2}|{}",
        "{\"x\":1,\"r\":2}|{\"r\":0}",
        "{\"r\":1,\"r\":{\"r\":2}}|{\"r\":0,\"r\":0}",
        "{\"n\" : 5,\"a\":{\"n\":1}}|{\"m\":5,\"a\":{\"n\":1}}",
        " {\"r\":12} |` {\"r\":0} `",
      })
  void changesOnlyWhatItIsToldTo(String before, String after) {
    String padded = "##" + before + "##";
    byte[] bytes = padded.getBytes(UTF_8);

    Optional<JsonSplice> splice = JsonSplice.scan(bytes, 2, bytes.length - 4, JsonSpliceTest::edit);

    assertThat(new String(splice.orElseThrow().toBytes(), UTF_8).strip()).isEqualTo(after.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "1",
        "null",
        "{",
        "{\"a\":1",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{} {}",
        "{}x",
        "{\"a\":1]",
        "{\"a\":\"",
        "{'a':1}",
        "\uFEFF{}"
      })
  void refusesWhatIsNotOneObject(String text) {
    byte[] bytes = text.getBytes(UTF_8);

    assertThat(JsonSplice.scan(bytes, 0, bytes.length, JsonSpliceTest::edit)).isEmpty();
  }

  @Test
  void appendsBehindTheOthers() {
    assertThat(appended("{}")).isEqualTo("{\"z\":1}");
    assertThat(appended("{\"a\":1 }")).isEqualTo("{\"a\":1 ,\"z\":1}");
    assertThat(appended("{\"x\":1}")).isEqualTo("{\"z\":1}");
    assertThat(appended("{\"a\":1,\"x\":1}")).isEqualTo("{\"a\":1,\"z\":1}");
  }

  @Test
  void refusesANameThatIsRepeatedToNoEnd() {
    byte[] bytes = ("{" + "\"r\":1,".repeat(JsonSplice.MAX_CUTS) + "\"r\":2}").getBytes(UTF_8);

    assertThat(JsonSplice.scan(bytes, 0, bytes.length, JsonSpliceTest::edit)).isEmpty();
  }

  @Test
  void writesOnOneLine() {
    byte[] bytes = "{\n \"a\":\r\n\"\\n\"}".getBytes(UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    JsonSplice.scan(bytes, 0, bytes.length, JsonSpliceTest::edit).orElseThrow().writeTo(out);

    assertThat(out.toString(UTF_8)).isEqualTo("{  \"a\":  \"\\n\"}");
  }

  private static String appended(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    JsonSplice splice = JsonSplice.scan(bytes, 0, bytes.length, JsonSpliceTest::edit).orElseThrow();
    splice.append("z", "1".getBytes(UTF_8));
    return new String(splice.toBytes(), UTF_8);
  }
}
