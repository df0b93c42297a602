package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class RollingIT extends WorkerRig {
  private static final int REQUESTS = 400;

  @Test
  void aWorkerThatStopsUnderLoadLosesNothingAndNobodyIsCalledTwice() throws Exception {
    ScriptedProvider provider = provider("one", RollingIT::afterAWhile);
    Workers first = startWorkers(Duration.ofSeconds(10), 512, Optional.empty());
    startWorkers(Duration.ofSeconds(10), 512, Optional.empty());
    // Else partitions move under load, which is another test.
    Log.await("both have partitions", () -> membersWithPartitions() == 2);
    CompletableFuture<Void> load = load();
    Log.await("a part of the load", () -> provider.calls.get() > 100);

    first.close();

    everythingIsAnsweredOnce(load, provider);
  }

  @Test
  void aWorkerThatJoinsUnderLoadLosesNothingAndNobodyIsCalledTwice() throws Exception {
    ScriptedProvider provider = provider("one", RollingIT::afterAWhile);
    startWorkers(Duration.ofSeconds(10), 512, Optional.empty());
    CompletableFuture<Void> load = load();
    log.terminal(id + 50);

    startWorkers(Duration.ofSeconds(10), 512, Optional.empty());

    everythingIsAnsweredOnce(load, provider);
  }

  private long membersWithPartitions() {
    try (Admin admin = Admin.create(kafka.clients())) {
      return admin
          .describeConsumerGroups(List.of("strowger-worker-" + pool("one")))
          .all()
          .get()
          .values()
          .stream()
          .flatMap(group -> group.members().stream())
          .filter(member -> !member.assignment().topicPartitions().isEmpty())
          .count();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private CompletableFuture<Void> load() {
    return CompletableFuture.runAsync(
        () -> {
          try {
            for (int i = 0; i < REQUESTS; i++) {
              log.route(Requests.routed(request(id + i).build(), step("one")));
              Thread.sleep(10);
            }
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void everythingIsAnsweredOnce(CompletableFuture<Void> load, ScriptedProvider provider)
      throws Exception {
    load.join();
    for (int i = 0; i < REQUESTS; i++) {
      assertThat(log.reply(id + i).getResult()).isInstanceOf(Answer.class);
      assertThat(log.terminal(id + i)).isNotNull();
    }
    assertThat(provider.calls).hasValue(REQUESTS);
  }

  private static void afterAWhile(com.sun.net.httpserver.HttpExchange exchange) throws Exception {
    Thread.sleep(100);
    ScriptedProvider.json(exchange, 200, ScriptedProvider.ANSWER);
  }
}
