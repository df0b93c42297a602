/**
 * The catalogue of topics, how their values are written (Avro in Confluent's wire format through a
 * schema registry), and how compacted topics are read as tables. Between every two processes of the
 * pipeline stands one of these topics.
 */
@NullMarked
package dev.strowger.topics;

import org.jspecify.annotations.NullMarked;
