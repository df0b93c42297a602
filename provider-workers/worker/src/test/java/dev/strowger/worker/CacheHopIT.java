package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.RequestRecord;
import dev.strowger.records.Terminal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class CacheHopIT extends CacheRig {
  private static final Logger figures = LoggerFactory.getLogger(CacheHopIT.class);
  private static final int WARM = 100;
  private static final int MEASURED = 300;

  @Test
  void aMissCostsAFewMilliseconds() throws Exception {
    provider("one", ScriptedProvider.answers());
    startWithCache();
    List<Long> with = new ArrayList<>();
    List<Long> without = new ArrayList<>();
    List<Long> looks = new ArrayList<>();

    for (int i = 0; i < WARM + MEASURED; i++) {
      RequestRecord one = asked("with-" + i);
      log.route(plan(one, terms().setWrite(false).build(), cacheStep(), step("one")));
      log.reply(one.getRequestId());
      RequestRecord other = asked("without-" + i);
      log.route(Requests.routed(other, step("one")));
      log.reply(other.getRequestId());
    }
    for (int i = WARM; i < WARM + MEASURED; i++) {
      Terminal end = log.terminal(id + "-with-" + i);
      with.add(end.getTotalUs());
      looks.add(end.getPath().getFirst().getLatencyUs());
      without.add(log.terminal(id + "-without-" + i).getTotalUs());
    }

    long added = median(with) - median(without);
    figures
        .atInfo()
        .addKeyValue("withUs", median(with))
        .addKeyValue("withoutUs", median(without))
        .addKeyValue("addedUs", added)
        .addKeyValue("lookUs", median(looks))
        .log("what a miss adds, medians");
    assertThat(median(looks)).isLessThan(5_000);
    assertThat(added).isLessThan(50_000);
  }

  private RequestRecord asked(String name) {
    String requestId = id + "-" + name;
    return request(requestId)
        .setBody(Requests.body(name))
        .setReceivedAtUs(TimeSource.system().nowUs())
        .build();
  }

  private static long median(List<Long> times) {
    List<Long> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
