package io.sallyport.app;

import java.lang.reflect.Proxy;
import org.jboss.logging.Logger;

/**
 * SIGHUP, on which daemons read their configuration again and open their logs anew.
 *
 * <p>The JDK has no other door to signals than {@code sun.misc.Signal}, of which the compiler warns in a way that no
 * annotation silences; it is reached by name, so that every other warning can go on failing the build.
 */
final class HangUp {

    private HangUp() {}

    static void runs(Runnable task) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    HangUp.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            Thread.ofVirtual().name("hang-up").start(task);
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handlerType)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handler);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // No such signal on this platform, or the JVM keeps it (-Xrs): files are still watched.
            Logger.getLogger(HangUp.class).debug("SIGHUP is not available", e);
        }
    }
}
