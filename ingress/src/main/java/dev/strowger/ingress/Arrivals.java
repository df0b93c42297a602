package dev.strowger.ingress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections that were accepted and have not yet brought the head of a request. The HTTP
 * server knows of a connection only from its first request on, since until then it may become
 * HTTP/1.1 or HTTP/2; so they are watched where they are accepted. A silent one is a spare of a
 * client's pool and may wait like any idle connection; one that has begun to speak may not.
 */
@ChannelHandler.Sharable
final class Arrivals extends ChannelInboundHandlerAdapter {
  private final int most;
  private final IngressConfig.Times times;
  private final Map<String, Wire> waiting = new ConcurrentHashMap<>();

  Arrivals(int most, IngressConfig.Times times) {
    this.most = most;
    this.times = times;
  }

  /** A server's channel "reads" the connections it accepts. */
  @Override
  public void channelRead(ChannelHandlerContext server, Object accepted) {
    if (accepted instanceof Channel channel
        && channel.remoteAddress() instanceof InetSocketAddress from
        && channel.localAddress() instanceof InetSocketAddress to) {
      if (waiting.size() >= most) {
        channel.unsafe().closeForcibly();
        return;
      }
      String key = key(from.getAddress().getHostAddress(), from.getPort(), to.getPort());
      Wire wire = new Wire(channel, System.nanoTime());
      channel.pipeline().addLast(wire);
      waiting.put(key, wire);
      channel.closeFuture().addListener(closed -> waiting.remove(key, wire));
    }
    server.fireChannelRead(accepted);
  }

  /**
   * It has brought its first request.
   *
   * @return its wire; empty if it is closed already
   */
  Optional<Wire> arrived(HttpConnection connection) {
    SocketAddress from = connection.remoteAddress();
    SocketAddress to = connection.localAddress();
    return from == null || to == null
        ? Optional.empty()
        : Optional.ofNullable(waiting.remove(key(from.hostAddress(), from.port(), to.port())));
  }

  /** Closes those that have taken too long. */
  void sweep(long nowNanos) {
    for (Wire wire : waiting.values()) {
      if (wire.overdue(nowNanos, times.keepAlive(), times.requestRead())) {
        wire.close();
      }
    }
  }

  /** The same client port may lead to both of our servers. */
  private static String key(@Nullable String host, int port, int ourPort) {
    return host + ":" + port + ">" + ourPort;
  }
}
