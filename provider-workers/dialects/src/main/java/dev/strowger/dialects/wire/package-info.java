/**
 * How a family of providers speaks, over the internal model of conversation and answer.
 *
 * <p>Client's body → {@link dev.strowger.dialects.api.ClientApi#read} → Conversation → {@link
 * dev.strowger.dialects.wire.Wire#write} → provider; provider → {@link
 * dev.strowger.dialects.wire.Wire#read} or {@link dev.strowger.dialects.wire.Wire#stream} → Answer
 * or AnswerSink → {@link dev.strowger.dialects.api.ClientApi} → client. {@link
 * dev.strowger.dialects.wire.Translation} puts the two halves together, so that there are as many
 * readers and writers as formats, not as pairs of them.
 */
@NullMarked
package dev.strowger.dialects.wire;

import org.jspecify.annotations.NullMarked;
