package dev.strowger.ingress;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;

/** The JDK's sockets as Vert.x uses them, with {@link Arrivals} before each server. */
final class WatchedTransport implements Transport {
  private final Transport sockets = io.vertx.core.transport.Transport.NIO.implementation();
  private final Arrivals arrivals;

  WatchedTransport(Arrivals arrivals) {
    this.arrivals = arrivals;
  }

  /** In the form that Vert.x is built with. */
  io.vertx.core.transport.Transport named() {
    Transport self = this;
    return new io.vertx.core.transport.Transport() {
      @Override
      public String name() {
        return "watched-nio";
      }

      @Override
      public boolean available() {
        return true;
      }

      @Override
      public Throwable unavailabilityCause() {
        throw new IllegalStateException("the JDK's sockets are always available");
      }

      @Override
      public Transport implementation() {
        return self;
      }
    };
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap server) {
    sockets.configure(config, domainSocket, server);
    server.handler(arrivals);
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, Bootstrap client) {
    sockets.configure(config, domainSocket, client);
  }

  @Override
  public void configure(DatagramChannel channel, DatagramSocketOptions options) {
    sockets.configure(channel, options);
  }

  @Override
  public boolean supportsDomainSockets() {
    return sockets.supportsDomainSockets();
  }

  @Override
  public java.net.SocketAddress convert(SocketAddress address) {
    return sockets.convert(address);
  }

  @Override
  public SocketAddress convert(java.net.SocketAddress address) {
    return sockets.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return sockets.ioHandlerFactory();
  }

  @Override
  @SuppressWarnings("deprecation")
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return sockets.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return sockets.datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return sockets.channelFactory(domainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return sockets.serverChannelFactory(domainSocket);
  }
}
