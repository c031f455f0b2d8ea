/**
 * Tests over real sockets, and the fixtures they are made of: {@link io.sallyport.e2e.ScriptedUpstream} misbehaves to
 * order, {@link io.sallyport.e2e.RawClient} sends any bytes and reads precisely. Plain java.net on purpose: a fixture
 * built on the code under test would share its mistakes.
 */
@NullMarked
package io.sallyport.e2e;

import org.jspecify.annotations.NullMarked;
