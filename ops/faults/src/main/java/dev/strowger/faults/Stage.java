package dev.strowger.faults;

import dev.strowger.faults.provider.FaultyProvider;
import dev.strowger.faults.provider.Reactions;
import dev.strowger.faults.provider.Story;
import dev.strowger.process.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** The faulty providers, the gateway in front of them, and a client of it. */
record Stage(FaultyProvider provider, Gateway gateway, Client client, Books books)
    implements AutoCloseable {
  /** A route on which nothing is wrong. */
  static final Fault PLAIN =
      Fault.of(
          "plain",
          "the gateway is healthy afterwards",
          trial -> trial.answered(trial.ask(false), 0),
          Target.primary(Reactions.tell(Story.SIXTY)));

  /**
   * @param command starts the gateway
   * @param faults which get routes and scripts
   * @param resilience whether routes have settings of their own
   */
  static Stage start(List<String> command, List<Fault> faults, boolean resilience)
      throws IOException, InterruptedException {
    List<Fault> all = new ArrayList<>(faults);
    all.add(PLAIN);
    FaultyProvider provider = FaultyProvider.start();
    try {
      for (Fault fault : all) {
        for (Target target : fault.targets()) {
          provider.script(target.place().provider(), target.model(), target.reaction());
        }
      }
      int dead = FreePort.find("127.0.0.1", new SecureRandom());
      Path folder = Files.createTempDirectory("strowger-faults");
      Path manifests = folder.resolve("manifests");
      new Manifests(all, provider.port(), dead, resilience).write(manifests);
      Gateway gateway = Gateway.start(command, folder, manifests);
      return new Stage(
          provider, gateway, new Client(gateway.apps(), gateway.key()), gateway.books());
    } catch (IOException | InterruptedException | RuntimeException e) {
      provider.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    books.close();
    gateway.close();
    provider.close();
  }
}
