package io.sallyport.http1;

/**
 * What a decoder fires, once, when the peer broke the protocol; it reads nothing of the connection afterwards. A message
 * whose head was fired before stays unfinished.
 *
 * @param status what to answer: for a request 400, 414, 431, 501 or 505; for a response always 502
 * @param reason one phrase for people, without bytes of the peer
 */
public record MalformedMessage(int status, String reason) {}
