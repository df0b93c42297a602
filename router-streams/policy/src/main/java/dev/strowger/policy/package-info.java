/**
 * The routing policy: manifests in, plans out. Pure: no I/O, no clock, no randomness; the draw
 * between weighted targets is a hash of the request id. Comes from: routes.yaml, models.yaml, the
 * files they include and overlays; each section has a reader of its own. Goes to: the topology,
 * which applies it to every request, and the console, which explains it.
 */
@NullMarked
package dev.strowger.policy;

import org.jspecify.annotations.NullMarked;
