/**
 * The operators' command. Comes from: a person or a script at a terminal. Goes to: the console's
 * admin API over HTTP (and, for {@code chat}, the apps' door with an application's key). It holds
 * no knowledge of Kafka or ClickHouse. {@code router} works on files alone.
 */
@NullMarked
package dev.strowger.cli;

import org.jspecify.annotations.NullMarked;
