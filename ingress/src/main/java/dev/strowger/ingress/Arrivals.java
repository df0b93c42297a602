package dev.strowger.ingress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections that were accepted and have not yet brought the head of a request. The HTTP
 * server knows of a connection only from its first request on, since until then it may become
 * HTTP/1.1 or HTTP/2; so they are watched where they are accepted.
 */
@ChannelHandler.Sharable
final class Arrivals extends ChannelInboundHandlerAdapter {
  private final int most;
  private final Duration toFirstRequest;
  private final Map<String, Arrival> waiting = new ConcurrentHashMap<>();

  private record Arrival(Channel channel, long sinceNanos) {}

  Arrivals(int most, Duration toFirstRequest) {
    this.most = most;
    this.toFirstRequest = toFirstRequest;
  }

  /** A server's channel "reads" the connections it accepts. */
  @Override
  public void channelRead(ChannelHandlerContext server, Object accepted) {
    if (accepted instanceof Channel channel
        && channel.remoteAddress() instanceof InetSocketAddress from) {
      if (waiting.size() >= most) {
        channel.unsafe().closeForcibly();
        return;
      }
      String key = from.getAddress().getHostAddress() + ":" + from.getPort();
      Arrival arrival = new Arrival(channel, System.nanoTime());
      waiting.put(key, arrival);
      channel.closeFuture().addListener(closed -> waiting.remove(key, arrival));
    }
    server.fireChannelRead(accepted);
  }

  /** It has brought its first request. */
  void arrived(HttpConnection connection) {
    SocketAddress from = connection.remoteAddress();
    if (from != null) {
      waiting.remove(from.hostAddress() + ":" + from.port());
    }
  }

  /** Closes those that have taken too long. */
  void sweep(long nowNanos) {
    for (Arrival arrival : waiting.values()) {
      if (nowNanos - arrival.sinceNanos() > toFirstRequest.toNanos()) {
        ChannelFuture _ = arrival.channel().close();
      }
    }
  }
}
