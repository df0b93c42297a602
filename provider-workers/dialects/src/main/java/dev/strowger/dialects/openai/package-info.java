/**
 * OpenAI chat completions and all that is compatible with it: bytes pass through with the smallest
 * patches. Comes from: {@link dev.strowger.dialects.Dialects}. Goes to: the worker.
 */
@NullMarked
package dev.strowger.dialects.openai;

import org.jspecify.annotations.NullMarked;
