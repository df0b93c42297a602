package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Answer;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class RestartIT extends WorkerRig {
  private static final Logger measured = LoggerFactory.getLogger(RestartIT.class);

  @Test
  void takesItsPartitionsBackAtOnceAfterAKillWhenItHasAName() throws Exception {
    assertThat(answerAfterAKill(Optional.of("test"))).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void takesItsPartitionsBackWithinASessionTimeoutWithoutAName() throws Exception {
    assertThat(answerAfterAKill(Optional.empty())).isLessThan(Duration.ofSeconds(15));
  }

  /** From the kill of a process that held all partitions to the answer of its successor. */
  private Duration answerAfterAKill(Optional<String> instance) throws Exception {
    provider("one", ScriptedProvider.answers());
    new TopicAdmin(kafka.clients(), 1 << 20).ensure(List.of(Topics.routed(pool("one"))));
    Process killed = startConsumer(instance.orElse(""));
    log.route(Requests.routed(request().build(), step("one")));

    killed.destroyForcibly().waitFor();
    long start = System.nanoTime();
    startWorkers(Duration.ofSeconds(5), 512, instance);

    assertThat(log.reply(id).getResult()).isInstanceOf(Answer.class);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    measured.atInfo().addKeyValue("instance", instance).log("answered {} after a kill", taken);
    return taken;
  }

  private Process startConsumer(String instance) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ConsumerProcess.class.getName(),
                broker.bootstrapServers(),
                pool("one"),
                instance)
            .redirectErrorStream(true)
            .start();
    parts.add(process::destroyForcibly);
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.contains(ConsumerProcess.READY)) {
        return process;
      }
    }
    throw new AssertionError("the process ended before it had its partitions");
  }
}
