package dev.strowger.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.channel.Channel;
import dev.strowger.channel.Frame;
import dev.strowger.dialects.Continuing;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.records.Answer;
import dev.strowger.records.Outcome;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.ResponseRecord;
import dev.strowger.topics.Body;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeptAnswersIT extends WorkerRig {
  private static final byte[] WHOLE = "{\"object\":\"response\"}".getBytes(UTF_8);

  @Test
  void keepsAnAnswerBeforeItsReply() throws Exception {
    provider("one", ScriptedProvider.answers());
    startWorkers();
    String requestId = "req_" + id;

    log.route(Requests.routed(request(requestId).setStore(true).build(), step("one")));

    ReplyRecord reply = log.reply(requestId);
    ResponseRecord kept = log.kept("resp_" + id).orElseThrow();
    assertThat(kept.getTenant()).isEqualTo("team-a");
    assertThat(kept.getCredentialId()).isEqualTo("key-1");
    assertThat(kept.getRequest()).isEqualTo(Requests.body("hello"));
    assertThat(new Body(kept.getResponseEncoding(), kept.getResponse()).unpack(1 << 20))
        .isEqualTo(bytes((Answer) reply.getResult()));
    assertThat(notKept()).isZero();
  }

  @Test
  void keepsNothingUnlessItIsAskedTo() throws Exception {
    provider("one", ScriptedProvider.answers());
    startWorkers();

    log.route(Requests.routed(request().build(), step("one")));

    log.reply(id);
    assertThat(log.kept("resp_" + id)).isEmpty();
  }

  @Test
  void keepsTheWholeOfAStreamBeforeItsEnd() throws Exception {
    dialects = family -> new Altered(Dialects.of(family), Optional.of(WHOLE), List.of());
    provider("one", KeptAnswersIT::shortStream);
    startWorkers();

    log.route(Requests.routed(streamed().setStore(true).build(), step("one")));

    Log.await("the end", () -> door.frames(id).contains(new Frame.End()));
    ResponseRecord kept = log.kept("resp_" + id).orElseThrow();
    assertThat(new Body(kept.getResponseEncoding(), kept.getResponse()).unpack(1 << 20))
        .isEqualTo(WHOLE);
  }

  @Test
  void deliversAnAnswerThatCannotBeKept() throws Exception {
    dialects = family -> new Altered(Dialects.of(family), Optional.empty(), List.of());
    provider("one", KeptAnswersIT::shortStream);
    startWorkers();

    log.route(Requests.routed(streamed().setStore(true).build(), step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(door.frames(id).getLast()).isEqualTo(new Frame.End());
    assertThat(notKept()).isEqualTo(1);
  }

  @Test
  void tellsWhichParametersTheProviderDidNotGet() throws Exception {
    List<String> dropped = List.of("seed", "logit_bias");
    dialects = family -> new Altered(Dialects.of(family), Optional.empty(), dropped);
    provider("one", ScriptedProvider.answers());
    provider("two", KeptAnswersIT::shortStream);
    startWorkers();

    log.route(Requests.routed(request().build(), step("one")));
    log.route(Requests.routed(request(id + "-stream").setStream(true).build(), step("two")));

    assertThat(log.reply(id).getDropped()).isEqualTo(dropped);
    log.terminal(id + "-stream");
    assertThat(door.head(id + "-stream").get(Channel.DROPPED)).isEqualTo("seed, logit_bias");
  }

  @Test
  void tellsNothingWhereNothingWasDropped() throws Exception {
    provider("one", KeptAnswersIT::shortStream);
    startWorkers();

    log.route(Requests.routed(streamed().build(), step("one")));

    log.terminal(id);
    assertThat(door.head(id).contains(Channel.PROVIDER)).isTrue();
    assertThat(door.head(id).contains(Channel.DROPPED)).isFalse();
  }

  private double notKept() {
    return probes.meters().get("strowger.answers.not_kept").counter().count();
  }

  private static byte[] bytes(Answer answer) {
    return new Body(answer.getBodyEncoding(), answer.getBody()).unpack(1 << 20);
  }

  private static void shortStream(com.sun.net.httpserver.HttpExchange exchange) throws Exception {
    var out = ScriptedProvider.stream(exchange);
    ScriptedProvider.token(out, "Hello");
    ScriptedProvider.finish(out);
  }

  /** OpenAI's dialect with a whole at a stream's end and parameters that were left out. */
  private record Altered(Dialect inner, Optional<byte[]> whole, List<String> dropped)
      implements Dialect {
    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public Encoding encode(Call call, Provider provider) {
      return inner.encode(call, provider) instanceof Encoding.Sendable sendable
          ? new Encoding.Sendable(sendable.request(), dropped)
          : inner.encode(call, provider);
    }

    @Override
    public Decoding decode(Response response, Call call, Provider provider) {
      return inner.decode(response, call, provider);
    }

    @Override
    public StreamDecoder stream(Call call, Provider provider) {
      return new WithWhole(inner.stream(call, provider), whole);
    }

    @Override
    public List<Continuing> continuings(Call call, Provider provider) {
      return inner.continuings(call, provider);
    }

    @Override
    public Encoding encodeRest(Call call, Provider provider, SentAnswer sent, Continuing how) {
      return inner.encodeRest(call, provider, sent, how);
    }

    @Override
    public StreamDecoder streamRest(
        Call call, Provider provider, SentAnswer sent, TokenUsage before) {
      return inner.streamRest(call, provider, sent, before);
    }
  }

  private record WithWhole(StreamDecoder inner, Optional<byte[]> whole) implements StreamDecoder {
    @Override
    public byte[] feed(byte[] bytes, int offset, int length) {
      return inner.feed(bytes, offset, length);
    }

    @Override
    public boolean firstTokenSeen() {
      return inner.firstTokenSeen();
    }

    @Override
    public boolean finished() {
      return inner.finished();
    }

    @Override
    public long pieces() {
      return inner.pieces();
    }

    @Override
    public Ending end() {
      return inner.end() instanceof Ending.Completed end
          ? new Ending.Completed(end.lastEvents(), end.finishReason(), end.usage(), whole)
          : inner.end();
    }
  }
}
