package io.sallyport.compile.analysis;

/** Looks for one kind of thing that is loaded as it is written, and probably does not do what its author meant. */
interface Analyzer {

    /** Reports what it finds, in time proportional to the resources. */
    void run(Listing listing, Findings findings);
}
