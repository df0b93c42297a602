/**
 * What a provider's refusal means: status, headers and error body become one {@link
 * dev.strowger.dialects.Fault}. Comes from: responses and error events. Goes to: all dialects.
 */
@NullMarked
package dev.strowger.dialects.fault;

import org.jspecify.annotations.NullMarked;
