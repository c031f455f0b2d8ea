package io.sallyport.upstream;

/** From a hash to an endpoint, so that few hashes change theirs when an endpoint comes or goes. Built once, immutable. */
interface HashTable {

    /** Where on the table the hash is. */
    int position(long hash);

    /** The endpoint at a position; positions go round. */
    int endpointAt(int position);

    /** How many positions there are, 1 or more. */
    int size();
}
