package io.sallyport.policy;

/**
 * A cluster that gets copies of requests; what it answers is thrown away (Istio: {@code HTTPMirrorPolicy}).
 *
 * @param percentage of the requests that are copied, 0 to 100
 */
public record Mirror(Cluster cluster, double percentage) {}
