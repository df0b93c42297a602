/**
 * OpenAI's models at Azure: the paths of Azure around the format of {@link
 * dev.strowger.dialects.openai.OpenAiDialect}. Comes from: {@link dev.strowger.dialects.Dialects}.
 * Goes to: the worker.
 */
@NullMarked
package dev.strowger.dialects.azure;

import org.jspecify.annotations.NullMarked;
