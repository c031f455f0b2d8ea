package io.sallyport.listener;

/**
 * A head that says nothing we could act on; it is answered and the connection closed.
 *
 * @param status 400 to 599
 * @param reason for people, without what the client sent
 */
record HeadRefusal(int status, String reason) implements ReadHead {}
