/**
 * The wire format of the family bedrock-converse: Amazon Bedrock's Converse API, one shape for the
 * models of many makers, and its InvokeModel API for embeddings.
 *
 * <p>Conversation → {@link dev.strowger.dialects.bedrock.BedrockWire} → JSON → provider; provider →
 * JSON, or an AWS event stream → Answer or AnswerSink. Called by {@link
 * dev.strowger.dialects.wire.Translation}; signing is the worker's.
 */
@NullMarked
package dev.strowger.dialects.bedrock;

import org.jspecify.annotations.NullMarked;
