package dev.strowger.broker;

import dev.strowger.process.FreePort;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** One Kafka broker and controller on loopback; its data stays in the directory given. */
public final class EmbeddedBroker implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int NODE = 1;

  /**
   * @param directory log directory, formatted when new
   * @param port for clients; 0 takes a free one
   * @param maxMessageBytes largest record batch
   */
  public record Config(Path directory, int port, int maxMessageBytes) {}

  private final KafkaRaftServer server;
  private final DirectoryLock lock;
  private final String bootstrapServers;

  private EmbeddedBroker(KafkaRaftServer server, DirectoryLock lock, String bootstrapServers) {
    this.server = server;
    this.lock = lock;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts and returns once the broker takes requests.
   *
   * @throws IllegalStateException if another broker runs on the directory
   */
  public static EmbeddedBroker start(Config config) throws Exception {
    DirectoryLock lock = DirectoryLock.take(config.directory());
    try {
      SecureRandom random = new SecureRandom();
      int port = config.port() == 0 ? FreePort.find(HOST, random) : config.port();
      int controllerPort = FreePort.find(HOST, random);
      while (controllerPort == port) {
        controllerPort = FreePort.find(HOST, random);
      }
      format(config.directory());
      KafkaRaftServer server =
          new KafkaRaftServer(
              KafkaConfig.fromProps(properties(config, port, controllerPort), false), Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(server, lock, HOST + ":" + port);
    } catch (Exception | Error e) {
      lock.close();
      throw e;
    }
  }

  /** A broker for tests: new temporary directory, free port. */
  public static EmbeddedBroker startTemporary() throws Exception {
    return start(new Config(Files.createTempDirectory("strowger-broker"), 0, 36 << 20));
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    lock.close();
  }

  private static void format(Path directory) throws Exception {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(directory);
    Formatter formatter = new Formatter();
    formatter.setNodeId(NODE);
    formatter.setClusterId(Uuid.randomUuid().toString());
    formatter.addDirectory(directory.toString());
    formatter.setMetadataLogDirectory(directory.toString());
    formatter.setReleaseVersion(MetadataVersion.latestProduction());
    formatter.setControllerListenerName("CONTROLLER");
    formatter.setIgnoreFormatted(true);
    formatter.setPrintStream(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    formatter.run();
  }

  private static Properties properties(Config config, int port, int controllerPort) {
    Properties p = new Properties();
    p.setProperty("process.roles", "broker,controller");
    p.setProperty("node.id", Integer.toString(NODE));
    p.setProperty("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort);
    p.setProperty(
        "listeners",
        "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
    p.setProperty("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
    p.setProperty("controller.listener.names", "CONTROLLER");
    p.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.setProperty("log.dirs", config.directory().toString());
    p.setProperty("auto.create.topics.enable", "false");
    p.setProperty("delete.topic.enable", "true");
    p.setProperty("message.max.bytes", Integer.toString(config.maxMessageBytes()));
    p.setProperty("replica.fetch.max.bytes", Integer.toString(config.maxMessageBytes()));
    p.setProperty("socket.request.max.bytes", Integer.toString(config.maxMessageBytes() * 3));
    for (String topic :
        new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
      p.setProperty(topic + ".replication.factor", "1");
      p.setProperty(topic + ".num.partitions", "4");
    }
    p.setProperty("transaction.state.log.min.isr", "1");
    p.setProperty("share.coordinator.state.topic.min.isr", "1");
    p.setProperty("group.initial.rebalance.delay.ms", "0");
    // Whoever died is missed soon.
    p.setProperty("group.min.session.timeout.ms", "1000");
    p.setProperty("group.consumer.min.session.timeout.ms", "3000");
    p.setProperty("group.consumer.min.heartbeat.interval.ms", "1000");
    // One machine: a few busy threads serve better than many idle ones.
    p.setProperty("num.network.threads", "2");
    p.setProperty("num.io.threads", "4");
    p.setProperty("background.threads", "2");
    p.setProperty("num.recovery.threads.per.data.dir", "2");
    p.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
    p.setProperty("log.cleaner.threads", "1");
    return p;
  }
}
