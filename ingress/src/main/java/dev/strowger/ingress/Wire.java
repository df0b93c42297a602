package dev.strowger.ingress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;

/**
 * One connection as its bytes show it: whether the client, between two requests or before the
 * first, is silent or has begun to say something. Written to by the connection's event loop, read
 * by any.
 */
final class Wire extends ChannelInboundHandlerAdapter {
  private final Channel channel;
  private volatile long sinceNanos;
  private volatile boolean speaking;

  Wire(Channel channel, long nowNanos) {
    this.channel = channel;
    this.sinceNanos = nowNanos;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (!speaking) {
      sinceNanos = System.nanoTime();
      speaking = true;
    }
    context.fireChannelRead(bytes);
  }

  /** What was said belonged to a request; silent from now on. */
  void quiet(long nowNanos) {
    sinceNanos = nowNanos;
    speaking = false;
  }

  /**
   * @param silence longest without a byte
   * @param saying longest from the first byte of a request's head to its last
   */
  boolean overdue(long nowNanos, Duration silence, Duration saying) {
    boolean spoke = speaking;
    return nowNanos - sinceNanos > (spoke ? saying : silence).toNanos();
  }

  void close() {
    ChannelFuture _ = channel.close();
  }
}
