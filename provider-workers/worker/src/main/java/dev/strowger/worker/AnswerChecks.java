package dev.strowger.worker;

import dev.strowger.worker.gates.Gates;

/**
 * What all pools of a process have for their answers.
 *
 * @param figures where it is noted how targets do
 */
record AnswerChecks(Gates gates, TargetFigures figures) {}
