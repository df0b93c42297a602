/**
 * What is looked at when an answer is checked before it is given, in whichever API the client
 * speaks, read so that no parameter and no block it does not know is in its way.
 *
 * <p>Comes from: the client's body and a whole answer in the client's API. Goes to: the gates and
 * judges of the workers ({@link dev.strowger.dialects.review.GivenAnswer}, {@link
 * dev.strowger.dialects.review.AskedText}, {@link dev.strowger.dialects.review.AskedFormat}); and,
 * as another body for the same target, to a dialect ({@link
 * dev.strowger.dialects.review.BodyVariants}).
 */
@NullMarked
package dev.strowger.dialects.review;

import org.jspecify.annotations.NullMarked;
