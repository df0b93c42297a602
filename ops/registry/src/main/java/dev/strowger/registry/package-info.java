/**
 * The schema registry of a one-machine installation: Apicurio Registry as a supervised child process
 * with Confluent's REST API and storage that survives restarts.
 */
@NullMarked
package dev.strowger.registry;

import org.jspecify.annotations.NullMarked;
