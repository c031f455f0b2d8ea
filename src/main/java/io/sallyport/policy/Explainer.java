package io.sallyport.policy;

/** Tells a denial in words and YAML. The listener asks it; {@code explain} answers; off the happy path. */
public interface Explainer {

    /** Explains why {@code snapshot} refused {@code head}. Never fails, never blocks. */
    Explanation explain(Snapshot snapshot, RequestHead head, Decision.Deny denial);
}
