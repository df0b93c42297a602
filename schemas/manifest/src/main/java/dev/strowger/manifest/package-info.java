/**
 * YAML manifests (routes, models, providers) as values that know their file, line and path, so that
 * every problem can be reported where it stands. Comes from: files operators write. Goes to: the
 * policy and the provider catalogue.
 */
@NullMarked
package dev.strowger.manifest;

import org.jspecify.annotations.NullMarked;
