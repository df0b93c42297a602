package dev.strowger.broker;

import dev.strowger.process.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One node of a cluster on loopback, broker and controller in one. Three or more keep every record
 * three times and take a write once two have it; fewer keep as many as there are nodes.
 *
 * @param id from 1
 * @param clusterId the same for all nodes: 16 bytes in URL-safe base64
 * @param directory log directory, formatted when new
 * @param port for clients
 * @param voters port of the controller of every node, by the node's id
 * @param maxMessageBytes largest record batch
 */
public record BrokerNode(
    int id,
    String clusterId,
    Path directory,
    int port,
    Map<Integer, Integer> voters,
    int maxMessageBytes) {
  static final String HOST = "127.0.0.1";
  private static final int MOST_COPIES = 3;

  public BrokerNode {
    voters = Map.copyOf(voters);
    if (!voters.containsKey(id)) {
      throw new IllegalArgumentException("voters: node " + id + " is not among them");
    }
  }

  /** Reads the environment; problems stay in the settings. */
  static BrokerNode from(Settings settings) {
    int id = settings.integer("STROWGER_BROKER_NODE", 1, 1, 1_000);
    return settings.orThrow(
        new BrokerNode(
            id,
            settings.required("STROWGER_BROKER_CLUSTER", "the cluster's id, 22 characters"),
            settings.path("STROWGER_BROKER_DATA", Path.of("data", "kafka-" + id)),
            settings.integer("STROWGER_BROKER_PORT", 19_092, 1, 65_535),
            voters(settings, id),
            (int) settings.bytes("STROWGER_BROKER_MAX_MESSAGE", 36 << 20)));
  }

  private static Map<Integer, Integer> voters(Settings settings, int id) {
    String text = settings.string("STROWGER_BROKER_VOTERS", id + "=19093");
    Map<Integer, Integer> voters = new TreeMap<>();
    try {
      for (String voter : text.split(",")) {
        String[] parts = voter.strip().split("=", -1);
        voters.put(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      settings.problem("STROWGER_BROKER_VOTERS=" + text + ": expected node=port, with commas");
    }
    if (!voters.containsKey(id)) {
      settings.problem("STROWGER_BROKER_VOTERS=" + text + ": node " + id + " is not among them");
      voters.put(id, 1);
    }
    return voters;
  }

  private int copies() {
    return Math.min(MOST_COPIES, voters.size());
  }

  /** With all copies but one: one node may be away, and an acknowledged record outlives any one. */
  private int copiesInSync() {
    return Math.max(1, copies() - 1);
  }

  Properties properties() {
    Properties p = new Properties();
    p.setProperty("process.roles", "broker,controller");
    p.setProperty("node.id", Integer.toString(id));
    p.setProperty(
        "controller.quorum.voters",
        new TreeMap<>(voters)
            .entrySet().stream()
                .map(voter -> voter.getKey() + "@" + HOST + ":" + voter.getValue())
                .collect(Collectors.joining(",")));
    p.setProperty(
        "listeners",
        "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + voters.get(id));
    p.setProperty("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
    p.setProperty("controller.listener.names", "CONTROLLER");
    p.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.setProperty("log.dirs", directory.toString());
    p.setProperty("auto.create.topics.enable", "false");
    p.setProperty("delete.topic.enable", "true");
    p.setProperty("message.max.bytes", Integer.toString(maxMessageBytes));
    p.setProperty("replica.fetch.max.bytes", Integer.toString(maxMessageBytes));
    p.setProperty("socket.request.max.bytes", Integer.toString(maxMessageBytes * 3));
    copies(p);
    failover(p);
    // One machine: a few busy threads serve better than many idle ones.
    p.setProperty("num.network.threads", "2");
    p.setProperty("num.io.threads", "4");
    p.setProperty("background.threads", "2");
    p.setProperty("num.recovery.threads.per.data.dir", "2");
    p.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
    p.setProperty("log.cleaner.threads", "1");
    return p;
  }

  private void copies(Properties p) {
    String copies = Integer.toString(copies());
    String inSync = Integer.toString(copiesInSync());
    p.setProperty("default.replication.factor", copies);
    p.setProperty("min.insync.replicas", inSync);
    for (String topic :
        new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
      p.setProperty(topic + ".replication.factor", copies);
      p.setProperty(topic + ".num.partitions", "4");
    }
    p.setProperty("transaction.state.log.min.isr", inSync);
    p.setProperty("share.coordinator.state.topic.min.isr", inSync);
  }

  /** Whoever died is missed soon. */
  private static void failover(Properties p) {
    p.setProperty("group.initial.rebalance.delay.ms", "0");
    p.setProperty("group.min.session.timeout.ms", "1000");
    p.setProperty("group.consumer.min.session.timeout.ms", "3000");
    p.setProperty("group.consumer.min.heartbeat.interval.ms", "1000");
    // Of a broker: then its partitions get other leaders.
    p.setProperty("broker.session.timeout.ms", "6000");
    p.setProperty("broker.heartbeat.interval.ms", "1000");
  }
}
