/**
 * The catalogue of topics, how their values are written (Avro in Confluent's wire format through a
 * schema registry), and how compacted topics are read as tables. Between every two processes of the
 * pipeline stands one of these topics.
 *
 * <p>Comes from: the settings of a process ({@link KafkaSettings}). Goes to: Kafka clients, as
 * client settings, serializers and deserializers ({@link KafkaAccess}); every process ensures the
 * topics it reads or writes ({@link TopicAdmin}) before it does.
 */
@NullMarked
package dev.strowger.topics;

import org.jspecify.annotations.NullMarked;
