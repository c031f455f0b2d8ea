/** Tests of the waist. */
@NullMarked
package io.sallyport.policy;

import org.jspecify.annotations.NullMarked;
