package dev.strowger.broker;

import java.nio.file.Path;

/** A broker in a process of its own, to be killed; prints its address. */
final class BrokerProcess {
  private BrokerProcess() {}

  public static void main(String[] args) throws Exception {
    EmbeddedBroker broker =
        EmbeddedBroker.start(new EmbeddedBroker.Config(Path.of(args[0]), 0, 1 << 20));
    System.out.println("bootstrap=" + broker.bootstrapServers());
    System.out.flush();
    Thread.sleep(Long.MAX_VALUE);
  }
}
