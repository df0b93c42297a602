package dev.strowger.chaos;

import dev.strowger.process.Lifetime;
import dev.strowger.registry.LocalRegistry;
import dev.strowger.topics.HttpSchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.RegistrySettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * All processes of a run. Closing it ends them, in the reverse order of their start.
 *
 * @param parts in the order in which they were started
 * @param doors roots of the apps' doors, and the part each belongs to
 * @param desk where operators ask
 * @param keyFile holds the key that opens them
 * @param simulator root of the simulator's control
 */
record Site(
    List<Part> parts,
    List<Door> doors,
    Desk desk,
    Path keyFile,
    URI simulator,
    String brokers,
    String registry,
    Lifetime lifetime)
    implements AutoCloseable {
  /**
   * @param part its name
   */
  record Door(String part, URI root) {}

  /**
   * The console.
   *
   * @param clickHouse whether the console has one to ask
   */
  record Desk(URI console, Path tokenFile, boolean clickHouse) {}

  Site {
    parts = List.copyOf(parts);
    doors = List.copyOf(doors);
  }

  KafkaAccess kafka() {
    return KafkaAccess.plain(brokers, new HttpSchemaRegistry(RegistrySettings.plain(registry)));
  }

  String key() throws IOException {
    return Files.readString(keyFile).strip();
  }

  List<Part> of(Kind kind) {
    return parts.stream().filter(part -> part.kind() == kind).toList();
  }

  /** Starts some parts side by side; they are ended with the lifetime whatever happens. */
  static void start(Lifetime lifetime, List<Part> parts) throws Exception {
    try (ExecutorService starting = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (Part part : parts) {
        lifetime.add(part.name(), part);
        all.add(
            starting.submit(
                () -> {
                  part.start();
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    }
  }

  static LocalRegistry registry(Path home, Path directory, int port)
      throws IOException, InterruptedException {
    return LocalRegistry.start(
        new LocalRegistry.Config(
            home.resolve("ops/registry/target/apicurio"),
            directory.resolve("registry"),
            port,
            directory.resolve("registry.log")));
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
