/** Tests of what is in force, and of what is meant to hurt it. */
@NullMarked
package io.sallyport.reload;

import org.jspecify.annotations.NullMarked;
