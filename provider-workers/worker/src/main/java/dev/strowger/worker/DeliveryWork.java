package dev.strowger.worker;

/** What a pool does with each delivery. */
interface DeliveryWork {
  /**
   * @return whether all that follows from this delivery is in the log, so that its offset is done
   */
  boolean run(Delivery delivery) throws InterruptedException;

  /** For a delivery that cannot be worked on, through a fault of ours. */
  boolean fail(Delivery delivery) throws InterruptedException;

  /** From now on calls end because this process stops; their deliveries are left for others. */
  void stop();
}
