package dev.strowger.broker;

import dev.strowger.process.ServiceProcess;

/** Runs one node of a cluster as a process of its own. */
public final class ClusterNode {
  private static final int PROBES_PORT = 8094;

  private ClusterNode() {}

  /** Runs until the process is told to stop; ends with 2 if its settings cannot be used. */
  public static void main(String[] arguments) {
    ServiceProcess.withProbes("broker", PROBES_PORT)
        .run(BrokerNode::from, (node, probes) -> EmbeddedBroker.start(node));
  }
}
