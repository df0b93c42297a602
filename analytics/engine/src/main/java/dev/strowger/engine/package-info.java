/**
 * The ClickHouse engine on one machine. {@link dev.strowger.engine.ClickHouseEngine} starts a child
 * JVM ({@link dev.strowger.engine.EngineServer}), which binds the engine's library and serves
 * ClickHouse's HTTP interface on loopback.
 *
 * <p>Comes from: clickhouse-jdbc of the sink and of the operators. Goes to: the data directory. In
 * the child a request passes QueryHandler (who asks, which statement), Engine (which connection,
 * what is allowed), Connection (the library).
 */
@NullMarked
package dev.strowger.engine;

import org.jspecify.annotations.NullMarked;
