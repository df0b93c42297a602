/**
 * Cost of the innermost loops, by JMH: what a token of a stream costs to translate, against the
 * plain way of doing it (a tree per event) in the same run; what reading a large catalogue costs;
 * what a prompt costs to judge.
 */
@NullMarked
package dev.strowger.microbench;

import org.jspecify.annotations.NullMarked;
