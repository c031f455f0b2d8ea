/**
 * Every field of every resource: what it means, its unit, default and range, and what becomes of it here. The one place
 * that says so: docs/reference, the {@code not-enforced} warnings and the coverage report are all made of it.
 *
 * <p>The facts stand in text files beside this package's classes, one block a field:
 *
 * <pre>
 * # ServiceEntry
 * about: What the page says first.
 * link: https://... (where Istio describes it)
 * include: Endpoint at spec.endpoints[]
 *
 * ## Ports
 * message: ServicePort
 * at: spec.ports[]
 *
 * number enforced
 *   means: ...
 *   unit: ...
 *   default: ...
 *   range: ...
 *   differs: how it differs from Istio
 * </pre>
 *
 * A line that is indented further goes on from the one before. What several resources share, or one at several places,
 * is a file of its own with paths from where it is included; {@code include: X at path as ignored: why} takes all of it
 * with another support.
 *
 * <p>It sees the JDK only. {@code compile} and {@code cli} ask it.
 */
@NullMarked
package io.sallyport.fields;

import org.jspecify.annotations.NullMarked;
