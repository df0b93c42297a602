package dev.strowger.router;

import dev.strowger.quota.Estimate;
import dev.strowger.quota.Verdict;

/** What a request may use, and what its caller's limits say to that. */
record Admission(Estimate estimate, Verdict verdict) {}
