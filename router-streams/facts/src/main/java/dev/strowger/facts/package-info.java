/**
 * The policy's words and the words of the topics, each as the other. Pure. Comes from: requests,
 * decisions and policies as they travel. Goes to: the topology, which decides by them, and the
 * console, which decides the same once more: what a decision was made of can be read back from its
 * record without loss.
 */
@NullMarked
package dev.strowger.facts;

import org.jspecify.annotations.NullMarked;
