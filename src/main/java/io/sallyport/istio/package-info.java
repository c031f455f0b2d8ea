/**
 * Istio resources exactly as written: strict reading of YAML and JSON into records that know file, line, column and
 * field path of everything in them. No defaults and no decisions are made here.
 *
 * <p>May see: the YAML library. Before it: {@code source}, which brings the texts. After it: {@code compile}, which
 * turns resources into policy.
 */
@NullMarked
package io.sallyport.istio;

import org.jspecify.annotations.NullMarked;
