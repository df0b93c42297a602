/**
 * Bedrock: Converse, its event streams in binary frames, and embeddings by InvokeModel.
 *
 * <p>Comes from: calls of its paths, by way of its {@code Api}. Goes to: conversations and
 * embeddings.
 */
@NullMarked
package dev.strowger.simulator.wire.bedrock;

import org.jspecify.annotations.NullMarked;
