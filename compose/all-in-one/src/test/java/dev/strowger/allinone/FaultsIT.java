package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Providers that fail in every way of the table, in front of the distribution. */
class FaultsIT {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> callersSeeNothingOfAFaultyProvider() throws Exception {
    JsonNode result = faults();

    return StreamSupport.stream(result.path("faults").spliterator(), false)
        .map(
            fault ->
                dynamicTest(
                    fault.path("id").asText() + " " + fault.path("fault").asText(),
                    () -> assertThat(fault.path("problems")).as(fault.toString()).isEmpty()));
  }

  @Test
  void anOutageUnderLoadIsNotFelt() throws Exception {
    JsonNode outage =
        faults("outage", "--rate", "30", "--before", "5", "--down", "15", "--after", "35")
            .path("outage");

    assertThat(outage.path("client_errors").asInt(-1)).as(outage.toString()).isZero();
    assertThat(outage.path("passed").asBoolean()).as(outage.toString()).isTrue();
  }

  private JsonNode faults(String... arguments) throws Exception {
    Path json = folder.resolve("result.json");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                RunningGateway.ROOT.resolve("compose/all-in-one/target/strowger/lib") + "/*",
                "dev.strowger.faults.Faults"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--home", RunningGateway.ROOT.toString(), "--json", json.toString()));
    Command run =
        Command.run(Path.of("."), Map.of("JAVA_HOME", System.getProperty("java.home")), command);
    assertThat(json).as(run.out() + run.err()).exists();
    JsonNode result = new ObjectMapper().readTree(Files.readString(json));
    // What it says and what it returns must be the same.
    assertThat(run.code()).as(run.err()).isEqualTo(result.path("passed").asBoolean() ? 0 : 1);
    return result;
  }
}
