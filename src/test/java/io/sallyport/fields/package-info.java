/** Holds the catalogue against the fields that are read, and docs/reference against the catalogue. */
@NullMarked
package io.sallyport.fields;

import org.jspecify.annotations.NullMarked;
