package dev.strowger.faults.provider;

import java.io.IOException;

/** Two reactions, of which the one or the other holds. */
public final class Switch implements Reaction {
  private final Reaction well;
  private final Reaction down;
  private volatile boolean broken;

  public Switch(Reaction well, Reaction down) {
    this.well = well;
    this.down = down;
  }

  public void broken(boolean is) {
    broken = is;
  }

  @Override
  public void answer(Exchange exchange) throws IOException, InterruptedException {
    (broken ? down : well).answer(exchange);
  }
}
