/**
 * What a decision, a load and a reload cost: measured, not asserted. No part of the ordinary build; docs/benchmarks.md
 * has the commands and what they said.
 */
@NullMarked
package io.sallyport.benchmark;

import org.jspecify.annotations.NullMarked;
