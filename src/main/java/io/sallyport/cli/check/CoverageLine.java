package io.sallyport.cli.check;

import io.sallyport.istio.Where;

/**
 * What becomes of one field, in all its uses.
 *
 * @param path kind and path without indexes, {@code ServiceEntry spec.ports[].number}
 * @param uses how often the files use it, from 1
 * @param first the first use
 * @param note what is different, or why; empty where there is nothing to say
 */
public record CoverageLine(String path, Enforcement enforcement, int uses, Where first, String note) {}
