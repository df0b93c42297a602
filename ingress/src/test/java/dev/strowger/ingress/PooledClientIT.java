package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.ingress.DoorRig.Door;
import dev.strowger.ingress.FakeWorker.Taken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Applications that keep a pool of connections, some of them long unused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class PooledClientIT {
  private static final Map<String, String> HASTY =
      Map.of("STROWGER_REQUEST_READ_TIMEOUT", "1s", "STROWGER_KEEP_ALIVE", "4s");
  private static final int BURST = 100;
  private static final Duration LOAD = Duration.ofSeconds(6);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private DoorRig rig;

  @BeforeAll
  void open() throws Exception {
    rig = new DoorRig();
  }

  @AfterAll
  void close() throws Exception {
    FakeWorker.get(vertx.close());
    rig.close();
  }

  @Test
  void aPoolThatGivesUpItsConnectionsFirstLosesNoRequest() throws Exception {
    try (Door door = rig.open(HASTY)) {
      HttpClient client = pool(3);
      Load load = new Load(client, door);
      vertx.runOnContext(
          now -> {
            for (int i = 0; i < BURST; i++) {
              load.one();
            }
          });

      assertThat(load.lost()).isZero();
      FakeWorker.get(client.close());
    }
  }

  @Test
  void aPoolThatWouldKeepConnectionsLongerIsToldHowLong() throws Exception {
    try (Door door = rig.open(HASTY)) {
      HttpClient client = pool(120);
      // All at once, so that each connection is used and has been told.
      List<Future<Buffer>> burst = new ArrayList<>();
      for (int i = 0; i < BURST; i++) {
        burst.add(chat(client, door));
      }
      List<Taken> taken = new ArrayList<>();
      for (int i = 0; i < BURST; i++) {
        taken.add(rig.worker.take());
      }
      for (Taken one : taken) {
        rig.worker.answer(one, "{}");
      }
      FakeWorker.get(Future.all(burst));

      assertThat(new Load(client, door).lost()).isZero();
      FakeWorker.get(client.close());
    }
  }

  private HttpClient pool(int keepAliveSeconds) {
    return vertx.createHttpClient(
        new HttpClientOptions().setKeepAliveTimeout(keepAliveSeconds),
        new PoolOptions().setHttp1MaxSize(2 * BURST).setCleanerPeriod(100));
  }

  private static Future<Buffer> chat(HttpClient client, Door door) {
    return client
        .request(HttpMethod.POST, door.ingress().appsPort(), "127.0.0.1", "/v1/chat/completions")
        .compose(
            request ->
                request
                    .putHeader("authorization", "Bearer " + DoorRig.KEY)
                    .putHeader("content-type", "application/json")
                    .send(DoorRig.GOOD))
        .compose(HttpClientResponse::body);
  }

  /** A steady load that needs few connections, while the rest of the pool age. */
  private final class Load {
    private final HttpClient client;
    private final Door door;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();

    Load(HttpClient client, Door door) {
      this.client = client;
      this.door = door;
    }

    void one() {
      open.incrementAndGet();
      client
          .request(HttpMethod.GET, door.ingress().appsPort(), "127.0.0.1", "/health/live")
          .compose(HttpClientRequest::send)
          .compose(HttpClientResponse::body)
          .onFailure(failure -> lost.incrementAndGet())
          .onComplete(done -> open.decrementAndGet());
    }

    int lost() throws InterruptedException {
      long timer = vertx.setPeriodic(2, tick -> IntStream.range(0, 2).forEach(each -> one()));
      Thread.sleep(LOAD);
      vertx.cancelTimer(timer);
      DoorRig.await("all are answered", () -> open.get() == 0);
      return lost.get();
    }
  }
}
