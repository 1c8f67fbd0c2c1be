package clients;

import java.io.FileInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Calls every method of {@link Admin}: with good input as somebody without rights, with bad input as the administrator,
 * and with good input as the administrator. Arguments: two files of properties, the administrator's and the other's. A
 * line for each: method, case, and what became of each future of the result, by tabs.
 */
public final class AdminCalls {
    /** A call with its input; the result is what the method gives. */
    interface Call {
        Object of(Admin admin) throws Exception;
    }

    static Admin administrator;
    private static Admin nobody;
    private static int changes;

    public static void main(String[] args) throws Exception {
        Properties properties = load(args[0]);
        administrator = Admin.create(properties);
        nobody = Admin.create(load(args[1]));
        Calls.all(properties);
        System.exit(0);
    }

    private static Properties load(String file) throws Exception {
        Properties properties = new Properties();
        try (FileInputStream input = new FileInputStream(file)) {
            properties.load(input);
        }
        return properties;
    }

    static void call(String method, Call good, Call bad) throws Exception {
        call(method, good);
        tell(method, "bad", administrator, bad);
    }

    /** Of a method that takes nothing that can be wrong. */
    static void call(String method, Call good) throws Exception {
        catchUp();
        tell(method, "denied", nobody, good);
        tell(method, "good", administrator, good);
    }

    /** Kafka's broker learns of changes in their order, a moment later: when it has a second topic it is done with the first. */
    private static void catchUp() throws Exception {
        for (int topic = 0; topic < 2; topic++) {
            String name = "later-" + changes++;
            administrator.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
            while (!administrator.listTopics().names().get().contains(name)) {
                Thread.onSpinWait();
            }
        }
    }

    private static void tell(String method, String which, Admin admin, Call call) {
        String outcome;
        try {
            outcome = outcome(call.of(admin));
        } catch (Exception failed) {
            outcome = "throws " + words(failed);
        }
        System.out.println(method + "\t" + which + "\t" + outcome.replace('\n', ' '));
    }

    /** The name of each method without arguments that gives a future, or futures by key, with what they hold. */
    private static String outcome(Object result) throws Exception {
        if (result == null || !result.getClass().getName().endsWith("Result")) {
            return result == null ? "nothing" : described(result);
        }
        StringBuilder told = new StringBuilder();
        Stream<Method> getters = Stream.of(result.getClass().getMethods())
                .filter(it -> it.getParameterCount() == 0 && !Modifier.isStatic(it.getModifiers()))
                .filter(it -> it.getReturnType() == KafkaFuture.class || it.getReturnType() == Map.class)
                .sorted(Comparator.comparing(Method::getName));
        for (Method getter : getters.toList()) {
            getter.setAccessible(true);
            told.append(told.isEmpty() ? "" : ", ").append(getter.getName()).append(' ').append(value(result, getter));
        }
        return told.toString();
    }

    private static String value(Object result, Method getter) throws Exception {
        try {
            return settled(getter.invoke(result));
        } catch (InvocationTargetException failed) {
            return "throws " + words(failed.getCause());
        }
    }

    private static String settled(Object value) throws Exception {
        if (value instanceof Map<?, ?> futures && futures.values().stream().anyMatch(KafkaFuture.class::isInstance)) {
            Map<String, String> settled = new TreeMap<>();
            for (Map.Entry<?, ?> entry : futures.entrySet()) {
                settled.put(String.valueOf(entry.getKey()), settled(entry.getValue()));
            }
            return settled.toString();
        }
        if (!(value instanceof KafkaFuture<?> future)) {
            return described(value);
        }
        try {
            return described(future.get(90, TimeUnit.SECONDS));
        } catch (ExecutionException failed) {
            return words(failed.getCause());
        } catch (java.util.concurrent.TimeoutException never) {
            return "never";
        }
    }

    /** What differs from cluster to cluster is left out: what it is, and of how many. */
    private static String described(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Boolean || value instanceof Short || value instanceof Enum<?>) {
            return value.toString();
        }
        if (value instanceof Map<?, ?> map) {
            List<String> inner = map.values().stream().map(AdminCalls::described).sorted().distinct().toList();
            return "Map(" + map.size() + ")" + inner;
        }
        if (value instanceof Collection<?> all) {
            List<String> inner = all.stream().map(AdminCalls::described).sorted().distinct().toList();
            return "Collection(" + all.size() + ")" + inner;
        }
        Class<?> type = value.getClass();
        return type.isAnonymousClass() || type.isHidden() ? "something" : type.getSimpleName();
    }

    /** Without times, and without the request, which Kafka's controller tells with its addresses. */
    private static String words(Throwable failed) {
        if (failed instanceof TimeoutException) {
            return "TimeoutException";
        }
        String message = String.valueOf(failed.getMessage()).replaceAll("Request Request\\(.*\\) needs", "Request … needs");
        return failed.getClass().getSimpleName() + ": " + message;
    }
}
