/**
 * Everything on one machine: starts the broker, the registry and the ClickHouse engine, then the
 * same deployables as anywhere else, and tells them only the addresses. Comes from: {@code make
 * up}. Goes to: every module of the pipeline.
 */
@NullMarked
package dev.strowger.allinone;

import org.jspecify.annotations.NullMarked;
