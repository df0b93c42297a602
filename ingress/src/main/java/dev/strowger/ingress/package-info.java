/**
 * The apps' door.
 *
 * <p>Comes from: applications over HTTP, in OpenAI's format. {@link
 * dev.strowger.ingress.AppsServer} takes connections, {@link dev.strowger.ingress.AppsDoor} finds
 * the path, {@link dev.strowger.ingress.RequestHandler} authenticates (by {@link
 * dev.strowger.ingress.Authenticator}, from what {@link dev.strowger.ingress.KnownCallers}
 * follows), bounds and scans a request, {@link dev.strowger.ingress.FeatureDesk} has its words
 * looked at as the policy needs it, {@link dev.strowger.ingress.Asking} asks it, more than once if
 * it repeats another, and for each time an {@link dev.strowger.ingress.Exchange} publishes it
 * through {@link dev.strowger.ingress.RequestPublisher} and waits.
 *
 * <p>Goes to: {@code llm.requests}, and {@code llm.cancellations} when nobody waits any more.
 *
 * <p>Comes back by: {@code llm.replies.<instance>} ({@link dev.strowger.ingress.ReplyListener}), or
 * for streams by the direct channel ({@link dev.strowger.ingress.ChannelServer}), on which a broken
 * stream is gone on with ({@link dev.strowger.ingress.SentEvents}); answers of earlier requests by
 * {@code llm.responses} ({@link dev.strowger.ingress.KeptDesk}).
 */
@NullMarked
package dev.strowger.ingress;

import org.jspecify.annotations.NullMarked;
