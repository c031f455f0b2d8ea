/**
 * The currency example, played live: a stub of the bank, a caller, and the story they tell.
 *
 * <p>A guest in the house: it drives a running gateway from outside, through its port, and watches through the admin's
 * feed. {@code app} invites it in; nothing else sees it.
 */
@NullMarked
package io.sallyport.demo;

import org.jspecify.annotations.NullMarked;
