package dev.strowger.dialects.cross;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.TokenUsage.Kinds;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of token that a format tells of, from its own words to ours. */
final class UsageKindsTest {
  static Stream<Arguments> told() {
    return Stream.of(
        Arguments.of(
            Family.OPENAI,
            """
            {'choices':[{'index':0,'message':{'role':'assistant','content':'Hi'},
            'finish_reason':'stop'}],'usage':{'prompt_tokens':120,'completion_tokens':30,
            'total_tokens':150,'prompt_tokens_details':{'cached_tokens':80,'audio_tokens':20,
            'image_tokens':7,'cached_tokens_details':{'audio_tokens':5}},
            'completion_tokens_details':{'reasoning_tokens':10,'audio_tokens':12}}}
            """,
            new TokenUsage(120, 30, 80, 0, 10).of(new Kinds(7, 15, 12, 0))),
        Arguments.of(
            Family.ANTHROPIC,
            """
            {'id':'msg_1','type':'message','role':'assistant','content':[{'type':'text','text':'Hi'}],
            'stop_reason':'end_turn','usage':{'input_tokens':30,'cache_read_input_tokens':80,
            'cache_creation_input_tokens':10,'cache_creation':{'ephemeral_5m_input_tokens':4,
            'ephemeral_1h_input_tokens':6},'output_tokens':30,
            'output_tokens_details':{'thinking_tokens':9}}}
            """,
            new TokenUsage(120, 30, 80, 10, 9).of(new Kinds(0, 0, 0, 6))),
        Arguments.of(
            Family.BEDROCK_CONVERSE,
            """
            {'output':{'message':{'role':'assistant','content':[{'text':'Hi'}]}},
            'stopReason':'end_turn','usage':{'inputTokens':30,'outputTokens':30,'totalTokens':150,
            'cacheReadInputTokens':80,'cacheWriteInputTokens':10,'cacheDetails':[
            {'ttl':'1h','inputTokens':6},{'ttl':'5m','inputTokens':4}]}}
            """,
            new TokenUsage(120, 30, 80, 10, 0).of(new Kinds(0, 0, 0, 6))),
        Arguments.of(
            Family.GEMINI,
            """
            {'candidates':[{'content':{'role':'model','parts':[{'text':'Hi'}]},'finishReason':'STOP',
            'index':0}],'usageMetadata':{'promptTokenCount':120,'cachedContentTokenCount':80,
            'candidatesTokenCount':20,'thoughtsTokenCount':10,
            'promptTokensDetails':[{'modality':'TEXT','tokenCount':60},
            {'modality':'IMAGE','tokenCount':30},{'modality':'VIDEO','tokenCount':10},
            {'modality':'AUDIO','tokenCount':20}],
            'cacheTokensDetails':[{'modality':'IMAGE','tokenCount':25},
            {'modality':'TEXT','tokenCount':55}],
            'candidatesTokensDetails':[{'modality':'AUDIO','tokenCount':3}]}}
            """,
            new TokenUsage(120, 30, 80, 0, 10).of(new Kinds(15, 20, 3, 0))),
        Arguments.of(
            Family.MISTRAL,
            """
            {'id':'1','choices':[{'index':0,'message':{'role':'assistant','content':'Hi'},
            'finish_reason':'stop'}],'usage':{'prompt_tokens':120,'completion_tokens':30,
            'total_tokens':150,'prompt_tokens_details':{'cached_tokens':80,'audio_tokens':20}}}
            """,
            new TokenUsage(120, 30, 80, 0, 0).of(Kinds.audio(20, 0))),
        Arguments.of(
            Family.COHERE_V2,
            """
            {'id':'1','finish_reason':'COMPLETE','message':{'role':'assistant',
            'content':[{'type':'text','text':'Hi'}]},'usage':{'billed_units':{'input_tokens':100,
            'image_tokens':20,'output_tokens':30},'cached_tokens':80}}
            """,
            new TokenUsage(120, 30, 80, 0, 0).of(new Kinds(20, 0, 0, 0))),
        Arguments.of(
            Family.OLLAMA,
            """
            {'message':{'role':'assistant','content':'Hi'},'done_reason':'stop','done':true,
            'prompt_eval_count':120,'eval_count':30}
            """,
            new TokenUsage(120, 30, 0, 0, 0)));
  }

  @ParameterizedTest
  @MethodSource("told")
  void everyKindIsRead(Family family, String answer, TokenUsage usage) {
    assertThat(
            new Exchange(family, "m", Api.CHAT_COMPLETIONS)
                .decode(answer.replace('\'', '"'))
                .usage())
        .isEqualTo(usage);
  }

  /** Many a client adds what is cached to what it was told: it is told the whole once. */
  @Test
  void clientsOfOpenAiSeeThePartsBesideTheWhole() {
    String anthropic =
        """
        {"id":"msg_1","type":"message","role":"assistant","content":[{"type":"text","text":"Hi"}],
        "stop_reason":"end_turn","usage":{"input_tokens":30,"cache_read_input_tokens":80,
        "cache_creation_input_tokens":10,"output_tokens":30}}
        """;

    assertThat(
            new String(
                new Exchange(Family.ANTHROPIC, "m", Api.CHAT_COMPLETIONS).decode(anthropic).body(),
                UTF_8))
        .contains("\"prompt_tokens\":120", "\"cached_tokens\":80", "\"cache_write_tokens\":10");
  }
}
