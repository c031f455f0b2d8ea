/**
 * Views for people and probes: the console with the JSON behind it, Envoy's familiar pages, health.
 *
 * <p>Beside the path of a request, never on it: it reads what others publish, and what it may change it changes through
 * {@code reload} and {@link io.sallyport.admin.api.RunningProcess}. {@code app} hangs its pages onto the admin and the health
 * port. Its chambers: {@code admin.traffic} remembers exchanges, {@code admin.api} makes JSON of all that is shown.
 */
@NullMarked
package io.sallyport.admin;

import org.jspecify.annotations.NullMarked;
