package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.channel.Channel;
import dev.strowger.channel.Frame;
import dev.strowger.records.Answer;
import dev.strowger.records.CacheTerms;
import dev.strowger.records.Outcome;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CacheIT extends CacheRig {
  @Test
  void aQuestionThatWasAnsweredIsNotAskedAgain() throws Exception {
    ScriptedProvider one = provider("one", ScriptedProvider.answers());
    startWithCache();
    double before = entries();

    log.route(cached(request("first-" + id).build()));
    ReplyRecord first = log.reply("first-" + id);
    Terminal made = log.terminal("first-" + id);
    awaitEntries(before + 1);
    log.route(cached(request().setBody(json(" " + text(Requests.body("hello")))).build()));
    ReplyRecord again = log.reply(id);
    Terminal end = log.terminal(id);

    assertThat(first.getCache()).isEqualTo("miss");
    assertThat(first.getAttempts()).isEqualTo(1);
    assertThat(made.getPath())
        .extracting(step -> step.getResult())
        .containsExactly("miss", "answered");
    assertThat(log.attempts("first-" + id).getFirst().getNumber()).isEqualTo(1);
    assertThat(made.getCache()).isEmpty();
    assertThat(made.getCostMicros()).isPositive();

    assertThat(again.getResult()).isEqualTo(first.getResult());
    assertThat(again.getCache()).isEqualTo("exact");
    assertThat(again.getAttempts()).isZero();
    assertThat(again.getProvider()).isEqualTo(pool("one"));
    assertThat(again.getModel()).isEqualTo("model-of-" + pool("one"));
    assertThat(end.getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(end.getCache()).isEqualTo("exact");
    assertThat(end.getProvider()).isEqualTo(pool("one"));
    assertThat(end.getUsage()).isEqualTo(Usage.newBuilder().build());
    assertThat(end.getCostMicros()).isZero();
    assertThat(end.getSavedMicros()).isEqualTo(made.getCostMicros());
    assertThat(end.getFinishReason()).isEqualTo("stop");
    assertThat(end.getProviderUs()).isZero();
    assertThat(end.getPath()).hasSize(1);
    assertThat(end.getPath().getFirst().getProvider()).isEqualTo("cache");
    assertThat(end.getPath().getFirst().getResult()).isEqualTo("answered");
    assertThat(log.attempts(id)).isEmpty();
    assertThat(one.calls).hasValue(1);
    assertThat(counted("strowger.cache.hits", "likeness", "exact")).isEqualTo(1);
    assertThat(counted("strowger.cache.saved.micros", "currency", "USD"))
        .isEqualTo((double) made.getCostMicros());
  }

  @Test
  void aStreamIsGivenAgainEventByEvent() throws Exception {
    ScriptedProvider one = provider("one", CacheRig::hello);
    startWithCache();
    double before = entries();

    log.route(cached(request("first-" + id).setStream(true).build()));
    log.terminal("first-" + id);
    awaitEntries(before + 1);
    log.route(cached(streamed().build()));
    Terminal end = log.terminal(id);

    assertThat(door.head("first-" + id).get(Channel.CACHE)).isEqualTo("miss");
    assertThat(door.head("first-" + id).get(Channel.ATTEMPTS)).isEqualTo("1");
    assertThat(door.text(id)).isEqualTo(door.text("first-" + id)).contains("\"Hel\"");
    assertThat(door.frames(id).getLast()).isEqualTo(new Frame.End());
    assertThat(door.head(id).get(Channel.CACHE)).isEqualTo("exact");
    assertThat(door.head(id).get(Channel.ATTEMPTS)).isEqualTo("0");
    assertThat(door.head(id).get(Channel.PROVIDER)).isEqualTo(pool("one"));
    assertThat(end.getCache()).isEqualTo("exact");
    assertThat(end.getFirstTokenUs()).isPositive();
    assertThat(one.calls).hasValue(1);
  }

  @Test
  void theMessagesApiIsCachedAsWell() throws Exception {
    ScriptedProvider one =
        provider(
            "one",
            exchange -> {
              if (new String(
                      (byte[]) exchange.getAttribute(ScriptedProvider.BODY), StandardCharsets.UTF_8)
                  .contains("\"stream\":true")) {
                hello(exchange);
              } else {
                ScriptedProvider.json(exchange, 200, ScriptedProvider.ANSWER);
              }
            });
    startWithCache();
    double before = entries();

    log.route(cached(message("first-" + id).build()));
    ReplyRecord first = log.reply("first-" + id);
    log.route(cached(message("first-stream-" + id).setStream(true).build()));
    log.terminal("first-stream-" + id);
    awaitEntries(before + 2);
    log.route(cached(message(id).build()));
    log.route(cached(message("stream-" + id).setStream(true).build()));

    assertThat(log.reply(id).getResult()).isEqualTo(first.getResult());
    assertThat(text((Answer) first.getResult())).contains("\"type\":\"message\"");
    assertThat(log.terminal("stream-" + id).getCache()).isEqualTo("exact");
    assertThat(door.text("stream-" + id))
        .isEqualTo(door.text("first-stream-" + id))
        .contains("message_start");
    assertThat(one.calls).hasValue(2);
  }

  @Test
  void aSimilarQuestionGetsTheSameAnswer() throws Exception {
    ScriptedProvider one = provider("one", ScriptedProvider.answers());
    startWithCache();
    double before = entries();
    CacheTerms terms = terms().setThreshold(0.95).build();

    log.route(similar("first-" + id, "How do refunds work?", terms, 100, 5));
    log.reply("first-" + id);
    awaitEntries(before + 1);
    log.route(similar(id, "What about refunds?", terms, 100, 0));
    log.route(similar("far-" + id, "What about the weather?", terms, 5, 100));

    assertThat(log.reply(id).getCache()).isEqualTo("semantic");
    assertThat(log.terminal(id).getCache()).isEqualTo("semantic");
    assertThat(log.reply("far-" + id).getCache()).isEqualTo("miss");
    assertThat(one.calls).hasValue(2);
  }

  @Test
  void anotherTenantIsAnsweredAnew() throws Exception {
    ScriptedProvider one = provider("one", ScriptedProvider.answers());
    startWithCache();
    double before = entries();

    log.route(cached(request("first-" + id).build()));
    log.reply("first-" + id);
    awaitEntries(before + 1);
    log.route(cached(request().setTenant("team-b").build()));

    assertThat(log.reply(id).getCache()).isEqualTo("miss");
    assertThat(one.calls).hasValue(2);
  }

  @Test
  void anAnswerOfATargetThatIsNotAllowedIsAsIfItWereNotThere() throws Exception {
    ScriptedProvider one = provider("one", ScriptedProvider.answers());
    startWithCache();
    double before = entries();

    log.route(cached(request("first-" + id).build()));
    log.reply("first-" + id);
    awaitEntries(before + 1);
    CacheTerms others = terms().setAllowed(List.of("elsewhere/model")).build();
    log.route(plan(request().build(), others, cacheStep(), step("one")));

    assertThat(log.reply(id).getCache()).isEqualTo("miss");
    assertThat(one.calls).hasValue(2);
  }

  @Test
  void aRefreshReplacesWhatIsKept() throws Exception {
    ScriptedProvider one =
        provider(
            "one",
            exchange ->
                ScriptedProvider.json(
                    exchange,
                    200,
                    ScriptedProvider.ANSWER.replace("\"hi\"", "\"" + System.nanoTime() + "\"")));
    startWithCache();
    double before = entries();

    log.route(cached(request("first-" + id).build()));
    log.reply("first-" + id);
    awaitEntries(before + 1);
    CacheTerms refresh = terms().setRead(false).build();
    log.route(plan(request("refresh-" + id).build(), refresh, step("one")));
    ReplyRecord fresh = log.reply("refresh-" + id);
    ReplyRecord later = askUntil("later-" + id, fresh);

    assertThat(fresh.getCache()).isEmpty();
    assertThat(fresh.getResult()).isNotEqualTo(log.reply("first-" + id).getResult());
    assertThat(later.getCache()).isEqualTo("exact");
    assertThat(one.calls).hasValue(2);
  }

  /** Asks again until the cache gives this answer. */
  private ReplyRecord askUntil(String requestId, ReplyRecord answer) throws Exception {
    for (int i = 0; i < 1000; i++) {
      log.route(cached(request(requestId + i).build()));
      ReplyRecord reply = log.reply(requestId + i);
      if (reply.getResult().equals(answer.getResult())) {
        return reply;
      }
    }
    throw new AssertionError("the answer was not replaced");
  }

  @Test
  void aBypassIsNeitherLookedForNorKept() throws Exception {
    ScriptedProvider one = provider("one", ScriptedProvider.answers());
    startWithCache();
    double before = entries();
    CacheTerms bypass = terms().setRead(false).setWrite(false).build();

    log.route(plan(request("first-" + id).build(), bypass, step("one")));
    assertThat(log.reply("first-" + id).getCache()).isEmpty();
    log.route(cached(request("second-" + id).build()));
    log.reply("second-" + id);
    awaitEntries(before + 1);
    log.route(plan(request().build(), bypass, step("one")));

    assertThat(log.reply(id).getCache()).isEmpty();
    assertThat(one.calls).hasValue(3);
    assertThat(entries()).isEqualTo(before + 1);
  }

  @Test
  void anAnswerThatFailedOrWasCutIsNotKept() throws Exception {
    ScriptedProvider one =
        provider(
            "one",
            exchange ->
                ScriptedProvider.json(
                    exchange, 200, ScriptedProvider.ANSWER.replace("\"stop\"", "\"length\"")));
    provider("two", ScriptedProvider.answers());
    startWithCache();
    double before = entries();

    log.route(cached(request("first-" + id).build()));
    log.reply("first-" + id);
    log.route(plan(request("other-" + id).build(), terms().build(), step("two")));
    log.reply("other-" + id);
    awaitEntries(before + 1);
    log.route(cached(request().build()));

    assertThat(log.reply(id).getCache()).isEqualTo("miss");
    assertThat(one.calls).hasValue(2);
  }

  @Test
  void aProcessThatStartsAnewKnowsWhatWasKept() throws Exception {
    ScriptedProvider one = provider("one", ScriptedProvider.answers());
    startWithCache();
    double before = entries();
    log.route(cached(request("first-" + id).build()));
    ReplyRecord first = log.reply("first-" + id);
    awaitEntries(before + 1);
    parts.removeLast().close();

    startWithCache();
    ReplyRecord later = askUntil("later-" + id, first);

    assertThat(later.getCache()).isEqualTo("exact");
    assertThat(one.calls).hasValue(1);
  }

  private RequestRecord.Builder message(String requestId) {
    return request(requestId)
        .setApi("messages")
        .setBody(
            json(
                "{\"model\":\"m\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\","
                    + "\"content\":\"hello\"}]}"));
  }

  private RoutedRecord similar(String requestId, String words, CacheTerms terms, int... direction) {
    ByteBuffer embedding = ByteBuffer.allocate(direction.length);
    for (int value : direction) {
      embedding.put((byte) value);
    }
    RequestFacts facts = RequestFacts.newBuilder().setEmbedding(embedding.flip()).build();
    RequestRecord request =
        request(requestId).setBody(Requests.body(words)).setFacts(facts).build();
    return plan(request, terms, cacheStep(), step("one"));
  }
}
