package dev.strowger.worker;

import dev.strowger.records.Answer;
import dev.strowger.records.CacheTerms;
import dev.strowger.records.Plan;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.StepRole;
import dev.strowger.topics.Body;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Workers with a cache, and plans that look into it. */
abstract class CacheRig extends WorkerRig {
  private int probed;

  /** Starts workers and waits until they know all that is kept. */
  void startWithCache() throws Exception {
    cache = new CacheSettings(true, 16 << 20);
    startWorkers();
    Log.await("a cache that has read its topic", this::ready);
  }

  private boolean ready() {
    try {
      String probe = id + "-probe-" + probed++;
      CacheTerms nothing = terms().setSpace("nothing").build();
      log.route(plan(request(probe).build(), nothing, cacheStep()));
      log.reply(probe);
      return counted("strowger.cache.misses", "reason", "nothing") > 0;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Looks into the cache, then asks the one. */
  RoutedRecord cached(RequestRecord request) {
    return plan(request, terms().build(), cacheStep(), step("one"));
  }

  RoutedRecord plan(RequestRecord request, CacheTerms terms, PlanStep... steps) {
    RoutedRecord routed = Requests.routed(request, steps);
    Plan plan = Plan.newBuilder(routed.getPlan()).setCache(terms).build();
    return RoutedRecord.newBuilder(routed).setPlan(plan).build();
  }

  CacheTerms.Builder terms() {
    return CacheTerms.newBuilder()
        .setSpace(id)
        .setTtlMs(600_000)
        .setAllowed(List.of(pool("one") + "/model-of-" + pool("one")));
  }

  static PlanStep cacheStep() {
    return PlanStep.newBuilder()
        .setPool("cache")
        .setProvider("cache")
        .setModel("cache")
        .setRole(StepRole.CACHE)
        .setReason("cache")
        .build();
  }

  static ByteBuffer json(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** How many answers the cache can give. */
  double entries() {
    Gauge entries = probes.meters().find("strowger.cache.entries").gauge();
    return entries == null ? 0 : entries.value();
  }

  void awaitEntries(double count) throws InterruptedException {
    Log.await(count + " kept answers", () -> entries() >= count);
  }

  double counted(String name, String tag, String value) {
    Counter counter = probes.meters().find(name).tag(tag, value).counter();
    return counter == null ? 0 : counter.count();
  }

  static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  static String text(Answer answer) {
    return new String(
        new Body(answer.getBodyEncoding(), answer.getBody()).unpack(1 << 20),
        StandardCharsets.UTF_8);
  }

  static void hello(com.sun.net.httpserver.HttpExchange exchange) throws Exception {
    var out = ScriptedProvider.stream(exchange);
    ScriptedProvider.token(out, "Hel");
    ScriptedProvider.token(out, "lo");
    ScriptedProvider.finish(out);
  }
}
