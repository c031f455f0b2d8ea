package io.sallyport.policy;

/**
 * Addresses that a ServiceEntry lists, for requests that name an address instead of a host.
 *
 * @param range the addresses
 * @param host what applies to them
 */
public record ListedRange(AddressRange range, VirtualHost host) {}
