/**
 * The JSON behind the console's pages, one class a page: what it says is documented in {@code docs/console.md}.
 *
 * <p>A chamber of {@code admin}. It reads the configuration in force, {@code admin.traffic} and what {@link
 * io.sallyport.admin.api.RunningProcess} tells, and changes nothing. Hosts, paths and callers come from strangers: they go
 * into JSON as data, and the pages show them as text.
 */
@NullMarked
package io.sallyport.admin.api;

import org.jspecify.annotations.NullMarked;
