package io.sallyport.caller;

/**
 * A process of this machine.
 *
 * @param pid its number
 * @param name what people call it: the program, or what an interpreter runs
 */
public record CallingProcess(int pid, String name) {}
