package dev.strowger.broker;

import dev.strowger.process.FreePort;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** One Kafka broker and controller on loopback; its data stays in the directory given. */
public final class EmbeddedBroker implements AutoCloseable {
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
   * Starts a broker that is alone and returns once it takes requests.
   *
   * @throws IllegalStateException if another broker runs on the directory
   */
  public static EmbeddedBroker start(Config config) throws Exception {
    return start(config, Map.of());
  }

  private static EmbeddedBroker start(Config config, Map<String, String> more) throws Exception {
    SecureRandom random = new SecureRandom();
    int port = config.port() == 0 ? FreePort.find(BrokerNode.HOST, random) : config.port();
    int controllerPort = FreePort.find(BrokerNode.HOST, random);
    while (controllerPort == port) {
      controllerPort = FreePort.find(BrokerNode.HOST, random);
    }
    return start(
        new BrokerNode(
            NODE,
            Uuid.randomUuid().toString(),
            config.directory(),
            port,
            Map.of(NODE, controllerPort),
            config.maxMessageBytes()),
        more);
  }

  /**
   * Starts one node of a cluster; returns once it takes requests, for which a majority of the nodes
   * must run.
   *
   * @throws IllegalStateException if another broker runs on the directory
   */
  public static EmbeddedBroker start(BrokerNode node) throws Exception {
    return start(node, Map.of());
  }

  private static EmbeddedBroker start(BrokerNode node, Map<String, String> more) throws Exception {
    DirectoryLock lock = DirectoryLock.take(node.directory());
    try {
      format(node);
      Properties properties = node.properties();
      more.forEach(properties::setProperty);
      KafkaRaftServer server =
          new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(server, lock, BrokerNode.HOST + ":" + node.port());
    } catch (Exception | Error e) {
      lock.close();
      throw e;
    }
  }

  /** A broker for tests: new temporary directory, free port. */
  public static EmbeddedBroker startTemporary() throws Exception {
    return startTemporary(Map.of());
  }

  /**
   * As {@link #startTemporary()}.
   *
   * @param more properties of Kafka's laid over ours; the listener for clients is named PLAINTEXT
   *     whatever it speaks
   */
  public static EmbeddedBroker startTemporary(Map<String, String> more) throws Exception {
    return start(new Config(Files.createTempDirectory("strowger-broker"), 0, 36 << 20), more);
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

  private static void format(BrokerNode node) throws Exception {
    if (Files.exists(node.directory().resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(node.directory());
    Formatter formatter = new Formatter();
    formatter.setNodeId(node.id());
    formatter.setClusterId(node.clusterId());
    formatter.addDirectory(node.directory().toString());
    formatter.setMetadataLogDirectory(node.directory().toString());
    formatter.setReleaseVersion(MetadataVersion.latestProduction());
    formatter.setControllerListenerName("CONTROLLER");
    formatter.setIgnoreFormatted(true);
    formatter.setPrintStream(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    formatter.run();
  }
}
