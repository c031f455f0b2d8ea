package io.sallyport.app;

import io.sallyport.reload.Configuration;
import java.lang.reflect.Proxy;
import org.jboss.logging.Logger;

/**
 * SIGHUP reads the configuration again, as daemons have it.
 *
 * <p>The JDK has no other door to signals than {@code sun.misc.Signal}, of which the compiler warns in a way that no
 * annotation silences; it is reached by name, so that every other warning can go on failing the build.
 */
final class HangUp {

    private HangUp() {}

    static void reloads(Configuration configuration) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    HangUp.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            Thread.ofVirtual().name("reload-on-hangup").start(() -> configuration.reload("SIGHUP"));
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
