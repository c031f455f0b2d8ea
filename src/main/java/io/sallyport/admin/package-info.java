/**
 * Views for people and probes: health, the configuration in force, what is going on.
 *
 * <p>Beside the path of a request, never on it: it reads what others publish and changes nothing but through {@code
 * reload}. {@code app} hangs its pages onto the admin and the health port.
 */
@NullMarked
package io.sallyport.admin;

import org.jspecify.annotations.NullMarked;
