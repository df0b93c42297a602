/**
 * The schema registry of a one-machine installation: Apicurio Registry as a supervised child
 * process with Confluent's REST API and storage that survives restarts.
 *
 * <p>Comes from: the process that runs all parts on one machine, which starts it before anything
 * that writes records. Goes to: every serializer and deserializer, as the URL of the registry.
 */
@NullMarked
package dev.strowger.registry;

import org.jspecify.annotations.NullMarked;
