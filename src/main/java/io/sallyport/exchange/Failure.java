package io.sallyport.exchange;

/**
 * Why a try, or the whole exchange, did not bring a whole response.
 *
 * @param outcome which row of the table
 * @param detail for people and the field Proxy-Status: {@code NXDOMAIN}, {@code refused}; no addresses inside
 *     private networks, no secrets
 */
public record Failure(Outcome outcome, String detail) {}
