package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.ingress.BodyScanner.Scan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken from bodies for the policy. */
class PromptFactsTest {
  private static final String USER = "'messages':[{'role':'user','content':'hi'}]";

  @Test
  void theLastWordsOfTheUserAreTakenFirstWhereverTheRoleStands() {
    var said =
        chat("'messages':[{'role':'system','content':'Be brief.'},"
                + "{'content':'one','role':'user'},"
                + "{'role':'assistant','content':'A1'},"
                + "{'role':'user','content':[{'type':'text','text':'two'},"
                + "{'type':'image_url','image_url':{'url':'https://x/y.png'}},"
                + "{'type':'text','text':'more'}]},"
                + "{'role':'tool','tool_call_id':'c','content':'result'}]")
            .personal()
            .said();

    assertThat(said.last()).isEqualTo("two\nmore");
    assertThat(said.earlier()).isEqualTo("one");
    assertThat(said.opening()).isEqualTo("Be brief.\0one");
  }

  @Test
  void instructionsAreTakenWhenTheUserSaysNothing() {
    assertThat(chat("'messages':[{'role':'system','content':'Tell a joke.'}]").personal().said())
        .isEqualTo(new PromptText.Said("Tell a joke.", "", "Tell a joke.\0"));
  }

  @Test
  void whatIsHeldOfALongConversationIsBounded() {
    String message = "{'role':'user','content':'" + "word ".repeat(2_000) + "'},";
    var said =
        chat("'messages':[" + message.repeat(10) + "{'role':'user','content':'last'}]")
            .personal()
            .said();

    assertThat(said.last()).isEqualTo("last");
    assertThat(said.earlier()).hasSizeLessThanOrEqualTo(PromptText.MAX_CHARS);
    assertThat(said.earlier()).isNotEmpty();
    var huge = chat("'messages':[{'role':'user','content':'" + "x".repeat(100_000) + "'}]");
    assertThat(huge.personal().said().last()).hasSize(PromptText.MAX_CHARS);
    assertThat(huge.facts().getPromptChars()).isEqualTo(100_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COMPLETIONS | {'model':'m','prompt':'Once upon'} | Once upon",
        "COMPLETIONS | {'model':'m','prompt':['a','b']} | 'a\nb'",
        "EMBEDDINGS | {'model':'m','input':['a','b']} | 'a\nb'",
        "RESPONSES | {'model':'m','instructions':'I','input':'hello'} | hello",
        "RESPONSES | {'model':'m','input':[{'role':'user','content':[{'type':'input_text','text':'q'}]},"
            + "{'type':'function_call_output','call_id':'c','output':'tool'}]} | q",
        "MESSAGES | {'model':'m','max_tokens':1,'system':'S','messages':[{'role':'user','content':'q'},"
            + "{'role':'assistant','content':[{'type':'tool_use','id':'t','name':'n','input':{}}]},"
            + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t','content':'r'}]}]} | q"
      })
  void everyApisWordsAreTaken(Endpoint endpoint, String body, String last) {
    assertThat(accepted(endpoint, body).personal().said().last()).isEqualTo(last);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHAT_COMPLETIONS | {'model':'m',USER} | ''",
        "CHAT_COMPLETIONS | {'model':'m',USER,'tools':[{'type':'function'}]} | tools",
        "CHAT_COMPLETIONS | {'model':'m',USER,'tools':[]} | ''",
        "CHAT_COMPLETIONS | {'model':'m',USER,'response_format':{'type':'json_object'}} | json_object",
        "CHAT_COMPLETIONS | {'model':'m',USER,'response_format':{'type':'text'}} | ''",
        "CHAT_COMPLETIONS | {'model':'m',USER,'logprobs':true} | logprobs",
        "CHAT_COMPLETIONS | {'model':'m',USER,'logprobs':false} | ''",
        "CHAT_COMPLETIONS | {'model':'m',USER,'reasoning_effort':'high'} | reasoning",
        "CHAT_COMPLETIONS | {'model':'m',USER,'reasoning_effort':'none'} | ''",
        "CHAT_COMPLETIONS | {'model':'m',USER,'modalities':['text','audio']} | audio",
        "CHAT_COMPLETIONS | {'model':'m','messages':[{'role':'user','content':["
            + "{'type':'image_url','image_url':{}},{'type':'file','file':{}},{'type':'input_audio'}]}]}"
            + " | audio,files,vision",
        "COMPLETIONS | {'model':'m','prompt':'p','logprobs':3} | logprobs",
        "RESPONSES | {'model':'m','input':'p','reasoning':{'effort':'low'},"
            + "'text':{'format':{'type':'json_schema','schema':{}}}} | json_schema,reasoning",
        "RESPONSES | {'model':'m','input':[{'role':'user','content':[{'type':'input_image'}]}]} | vision",
        "MESSAGES | {'model':'m','max_tokens':1,USER,'thinking':{'type':'enabled','budget_tokens':9}}"
            + " | reasoning",
        "MESSAGES | {'model':'m','max_tokens':1,USER,'thinking':{'type':'disabled'}} | ''",
        "MESSAGES | {'model':'m','max_tokens':1,USER,'tools':[{'name':'t'}],"
            + "'output_config':{'format':{'type':'json_schema'}}} | json_schema,tools"
      })
  void whatATargetMustBeAbleToDoIsTold(Endpoint endpoint, String body, String needs) {
    assertThat(String.join(",", accepted(endpoint, body).facts().getNeeds())).isEqualTo(needs);
  }

  @Test
  void settingsThatThePolicyGoesByAreTaken() {
    var facts = chat(USER + ",'temperature':0.4,'n':3").facts();
    assertThat(facts.getTemperature()).isEqualTo(0.4);
    assertThat(facts.getChoices()).isEqualTo(3);
    assertThat(chat(USER).facts().getTemperature()).isNull();
    assertThat(chat(USER).facts().getChoices()).isEqualTo(1);
  }

  @Test
  void tokensAreEstimatedForTextImagesAndTools() {
    long plain = chat(USER).facts().getPromptTokens();
    assertThat(plain).isBetween(3L, 8L);
    assertThat(
            chat(USER + ",'tools':[{'description':'" + "word ".repeat(900) + "'}]")
                .facts()
                .getPromptTokens())
        .isBetween(900L, 1_200L);
    assertThat(
            accepted(Endpoint.COMPLETIONS, "{'model':'m','prompt':[1,2,3,4,5,6,7,8,9,10]}")
                .facts()
                .getPromptTokens())
        .isBetween(10L, 15L);
    assertThat(
            chat("'messages':[{'role':'user','content':[{'type':'image_url','image_url':{}}]}]")
                .facts()
                .getPromptTokens())
        .isGreaterThan(500);
    assertThat(
            chat("'messages':[{'role':'user','content':'" + "word ".repeat(50_000) + "'}]")
                .facts()
                .getPromptTokens())
        .isBetween(45_000L, 75_000L);
  }

  @Test
  void tagsUserAndConversationAreTaken() {
    var personal =
        chat(USER
                + ",'metadata':{'team':'pay','data_class':'pii'},'user':'u1',"
                + "'safety_identifier':'s1','prompt_cache_key':'k1'")
            .personal();
    assertThat(personal.metadata()).containsEntry("team", "pay").containsEntry("data_class", "pii");
    assertThat(personal.user()).isEqualTo("s1");
    assertThat(personal.conversation()).isEqualTo("k1");
    assertThat(
            accepted(Endpoint.RESPONSES, "{'model':'m','input':'x','conversation':{'id':'conv_1'}}")
                .personal()
                .conversation())
        .isEqualTo("conv_1");
    assertThat(
            accepted(
                    Endpoint.MESSAGES,
                    "{'model':'m','max_tokens':1," + USER + ",'metadata':{'user_id':'u2'}}")
                .personal()
                .user())
        .isEqualTo("u2");
    assertThat(personal.toString()).doesNotContain("pay", "u1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'metadata':{'a':1}",
        "'metadata':'x'",
        "'metadata':{'data_class':'a b'}",
        "'metadata':{'LONG':'x'}",
        "'metadata':{'a':'LONGLONGLONGLONGLONGLONGLONGLONGLONG'}",
        "'metadata':{MANY}",
        "'user':7"
      })
  void tagsThatCannotBeAreRefused(String field) {
    StringBuilder many = new StringBuilder("'k':'v'");
    for (int i = 0; i < 16; i++) {
      many.append(",'k").append(i).append("':'v'");
    }
    String body =
        "{'model':'m',USER," + field.replace("LONG", "x".repeat(65)).replace("MANY", many) + "}";

    assertThat(scan(Endpoint.CHAT_COMPLETIONS, body)).isInstanceOf(Scan.Rejected.class);
  }

  @Test
  void detectorsSeeAllStringsButWhatIsEncoded() throws Exception {
    String body =
        "{'user':'jane@example.com','tools':[{'d':'tool text'}],'n':4111111111111111,"
            + "'messages':[{'role':'user','content':[{'type':'text','text':'hi'}]}]}";
    AllText all = AllText.of(json(body));
    assertThat(all.text())
        .contains("user\n", "jane@example.com\n", "tool text\n", "4111111111111111\n", "hi");
    assertThat(all.whole()).isTrue();

    assertThat(AllText.of(json("{'a':'data:image/png;base64," + "A".repeat(2_000) + "','b':'x'}")))
        .isEqualTo(new AllText("a\nb\nx\n", false));
    assertThat(AllText.of(json("{'a':'" + "Zm9v".repeat(500) + "','b':'x'}")))
        .isEqualTo(new AllText("a\nb\nx\n", false));
    assertThat(AllText.of(json("{'a':'" + "words and ".repeat(40_000) + "'}")).whole()).isFalse();
  }

  private static BodyFacts chat(String fields) {
    return accepted(Endpoint.CHAT_COMPLETIONS, "{'model':'m'," + fields + "}");
  }

  private static BodyFacts accepted(Endpoint endpoint, String body) {
    return switch (scan(endpoint, body)) {
      case Scan.Accepted(BodyFacts facts) -> facts;
      case Scan.Rejected(OpenAiError error) -> throw new AssertionError(error.toString());
    };
  }

  private static Scan scan(Endpoint endpoint, String body) {
    return BodyScanner.scan(json(body.replace("USER", USER)), endpoint);
  }

  private static byte[] json(String body) {
    return body.replace('\'', '"').replace("\n", "\\n").getBytes(UTF_8);
  }
}
