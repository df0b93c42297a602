package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.channel.Channel;
import dev.strowger.records.Answer;
import dev.strowger.records.CacheTerms;
import dev.strowger.records.Outcome;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.ResponseRecord;
import dev.strowger.records.Terminal;
import dev.strowger.topics.Body;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Requests with a cache before them whose clients, workers or time are not as usual. */
class CacheEdgesIT extends CacheRig {
  @Test
  void anExpiredAnswerIsNotGiven() throws Exception {
    ScriptedProvider one = provider("one", ScriptedProvider.answers());
    startWithCache();
    CacheTerms shortly = terms().setTtlMs(1).build();

    log.route(plan(request("first-" + id).build(), shortly, cacheStep(), step("one")));
    log.reply("first-" + id);
    log.terminal("first-" + id);
    log.route(plan(request().build(), shortly, cacheStep(), step("one")));

    assertThat(log.reply(id).getCache()).isEqualTo("miss");
    assertThat(one.calls).hasValue(2);
  }

  @Test
  void aRequestWithAnIdempotencyKeyGetsAKeptAnswerThatItsRepeatGetsToo() throws Exception {
    ScriptedProvider one = provider("one", ScriptedProvider.answers());
    startWithCache();
    double before = entries();
    log.route(cached(request("first-" + id).build()));
    ReplyRecord first = log.reply("first-" + id);
    awaitEntries(before + 1);

    log.route(cached(request().setIdempotencyKey("k").setBodyHash("h").build()));

    assertThat(log.reply(id).getCache()).isEqualTo("exact");
    log.terminal(id);
    ResponseRecord kept = log.kept(id).orElseThrow();
    assertThat(kept.getProvider()).isEqualTo(pool("one"));
    assertThat(new Body(kept.getResponseEncoding(), kept.getResponse()).unpack(1 << 20))
        .isEqualTo(text((Answer) first.getResult()).getBytes(StandardCharsets.UTF_8));
    assertThat(one.calls).hasValue(1);
  }

  @Test
  void anAnswerThatCallsMayReferToIsAlwaysOneOfItsOwn() throws Exception {
    ScriptedProvider one = provider("one", ScriptedProvider.answers());
    startWithCache();
    double before = entries();
    log.route(cached(request("first-" + id).build()));
    log.reply("first-" + id);
    awaitEntries(before + 1);

    log.route(cached(request("req_" + id).setStore(true).build()));

    assertThat(log.reply("req_" + id).getCache()).isEqualTo("miss");
    assertThat(one.calls).hasValue(2);
    assertThat(log.kept("resp_" + id)).isPresent();
  }

  @Test
  void manySameQuestionsAtOnceAreAllAnswered() throws Exception {
    provider("one", ScriptedProvider.answers());
    startWithCache();

    for (int i = 0; i < 50; i++) {
      log.route(cached(request(id + i).setStream(i % 2 == 0).build()));
    }

    for (int i = 1; i < 50; i += 2) {
      assertThat(text((Answer) log.reply(id + i).getResult())).contains("\"hi\"");
      assertThat(log.terminal(id + i).getOutcome()).isEqualTo(Outcome.ANSWERED);
    }
  }

  @Test
  void nobodyWhoHasLeftIsAnswered() throws Exception {
    ScriptedProvider one = provider("one", CacheRig::hello);
    startWithCache();
    double before = entries();
    log.route(cached(request("first-" + id).setStream(true).build()));
    log.terminal("first-" + id);
    awaitEntries(before + 1);

    door.refuse(id, 404);
    log.route(cached(streamed().build()));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ABANDONED);
    assertThat(one.calls).hasValue(1);
  }

  @Test
  void aStreamOfAWorkerThatDiedIsGoneOnWithExactly() throws Exception {
    ScriptedProvider one = provider("one", CacheRig::hello);
    startWithCache();
    double before = entries();
    log.route(cached(request("first-" + id).setStream(true).build()));
    log.terminal("first-" + id);
    awaitEntries(before + 1);
    String all = door.text("first-" + id);
    String part = all.substring(0, all.indexOf("\n\n") + 2);

    door.keep(id, part);
    log.routeAgain(cached(streamed().build()));

    assertThat(log.terminal(id).getCache()).isEqualTo("exact");
    assertThat(part + door.text(id)).isEqualTo(all);
    assertThat(door.head(id).get(Channel.RESUME)).isEqualTo("true");
    assertThat(one.calls).hasValue(1);
  }

  @Test
  void whereNoCacheRunsRequestsMoveOn() throws Exception {
    ScriptedProvider one = provider("one", ScriptedProvider.answers());
    cache = new CacheSettings(false, 16 << 20);
    startWorkers();

    log.route(cached(request().build()));

    assertThat(log.reply(id).getCache()).isEqualTo("miss");
    assertThat(log.reply(id).getAttempts()).isEqualTo(1);
    Terminal end = log.terminal(id);
    assertThat(end.getPath()).hasSize(2);
    assertThat(end.getPath().getFirst().getMessage()).isEqualTo(PassingOver.MESSAGE);
    assertThat(one.calls).hasValue(1);
  }

  @Test
  void aRequestThatIsLateAtTheCacheIsNotAnswered() throws Exception {
    ScriptedProvider one = provider("one", ScriptedProvider.answers());
    startWithCache();

    log.route(cached(request().setDeadline(java.time.Instant.now().minusSeconds(1)).build()));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ABANDONED);
    assertThat(one.calls).hasValue(0);
  }
}
