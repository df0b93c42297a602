package dev.strowger.engine;

import com.sun.net.httpserver.HttpServer;
import dev.strowger.process.Settings;
import dev.strowger.process.SettingsException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process around the engine: opens the data, serves ClickHouse's HTTP interface on loopback,
 * ends with its parent. Its settings come from {@link ClickHouseEngine}.
 */
public final class EngineServer {
  private static final Logger log = LoggerFactory.getLogger(EngineServer.class);
  private static final String HOST = "127.0.0.1";
  private static final int BACKLOG = 256;
  private static final int MOST_WAITING = 256;
  private static final Duration LOCK_WAIT = Duration.ofSeconds(15);

  /** The engine's parser and planner recurse deeply. */
  private static final long STACK_BYTES = 8 << 20;

  private final HttpServer server;
  private final Engine engine;
  private final ChdbLibrary library;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private Future<?> parentGone = CompletableFuture.completedFuture(null);

  private EngineServer(HttpServer server, Engine engine, ChdbLibrary library) {
    this.server = server;
    this.engine = engine;
    this.library = library;
  }

  public static void main(String[] arguments) throws Exception {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "300");
    Settings settings = new Settings(System.getenv());
    try {
      EngineServer server = open(settings);
      Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "stop"));
      settings
          .optional(ClickHouseEngine.PARENT)
          .ifPresent(pid -> server.endWith(Long.parseLong(pid)));
      server.server.start();
      log.atInfo().addKeyValue("port", server.server.getAddress().getPort()).log("engine is ready");
    } catch (SettingsException e) {
      log.atError().log(e.getMessage());
      System.exit(2);
    }
  }

  private static EngineServer open(Settings settings) throws IOException, InterruptedException {
    Path file = settings.path(ClickHouseEngine.LIBRARY, Path.of("libchdb.so"));
    Path data = settings.path(ClickHouseEngine.DATA, Path.of("data"));
    int port = settings.integer(ClickHouseEngine.PORT, 18123, 1, 65535);
    int connections = settings.integer(ClickHouseEngine.CONNECTIONS, 8, 1, 64);
    long memory = settings.bytes(ClickHouseEngine.MEMORY, 1L << 30);
    String admin = settings.required(ClickHouseEngine.ADMIN_PASSWORD, "password of user default");
    String reader = settings.required(ClickHouseEngine.READER_PASSWORD, "password of user reader");
    Credentials credentials =
        settings.orThrow(
            new Credentials(admin.isEmpty() ? "-" : admin, reader.isEmpty() ? "-" : reader));

    lock(data);
    ThreadFactory threads =
        task -> {
          Thread thread = new Thread(null, task, "query", STACK_BYTES);
          thread.setDaemon(true);
          return thread;
        };
    // Before the engine: if the port is taken, nothing is open yet.
    HttpServer server = HttpServer.create(new InetSocketAddress(HOST, port), BACKLOG);
    ChdbLibrary library = ChdbLibrary.load(file.toAbsolutePath());
    Engine engine =
        Engine.open(
            library,
            data.resolve("store"),
            memory,
            connections,
            Executors.newSingleThreadScheduledExecutor(threads));
    server.createContext("/", new QueryHandler(credentials, engine));
    int most = 2 * connections + 4;
    server.setExecutor(
        new ThreadPoolExecutor(
            most, most, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MOST_WAITING), threads));
    return new EngineServer(server, engine, library);
  }

  /** Waits for a predecessor that is still closing the same data. */
  private static void lock(Path data) throws IOException, InterruptedException {
    Files.createDirectories(data);
    FileChannel channel =
        FileChannel.open(
            data.resolve("engine.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long end = System.nanoTime() + LOCK_WAIT.toNanos();
    FileLock lock = channel.tryLock();
    while (lock == null) {
      if (System.nanoTime() > end) {
        throw new IOException("another process has the data in " + data + " open");
      }
      Thread.sleep(50);
      lock = channel.tryLock();
    }
  }

  /** Nobody would stop this process once its parent is gone, however that ended. */
  private void endWith(long parent) {
    Optional<ProcessHandle> handle = ProcessHandle.of(parent);
    if (handle.isEmpty()) {
      stop();
      return;
    }
    parentGone = handle.get().onExit().thenRun(this::stop);
    Thread.ofPlatform()
        .daemon()
        .name("parent")
        .start(
            () -> {
              try {
                // The parent writes nothing; the end of its pipe is the end of the parent.
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                log.atDebug().setCause(e).log("pipe broke");
              }
              stop();
            });
  }

  private void stop() {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    log.atInfo().log("engine stops");
    int code = 0;
    try {
      parentGone.cancel(false);
      server.stop(0);
      engine.close();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("engine did not stop cleanly");
      code = 1;
    }
    library.exit(code);
  }
}
