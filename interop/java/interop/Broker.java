package interop;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.BrokerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.Time;

/**
 * One Apache Kafka broker for one test process. The folder given as the only argument holds
 * {@code server.properties} and {@code format.txt}, the arguments of Kafka's own StorageTool, one
 * per line (they hold passwords, which do not belong on a command line). Every listener asks for
 * port 0, so no port can clash; the ports that the system chose are printed when the broker serves.
 */
public final class Broker {
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        endWithParent(folder);
        format(folder);
        KafkaRaftServer server = new KafkaRaftServer(config(folder), Time.SYSTEM);
        server.startup();
        System.out.println("INTEROP READY" + ports(server));
        server.awaitShutdown();
    }

    /** Standard input ends when the parent does, however it died: no broker outlives its tests. */
    private static void endWithParent(Path folder) {
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) { }
            } catch (IOException closed) {
                // The same news as the end of the stream.
            }
            delete(folder);
            Runtime.getRuntime().halt(0);
        }, "end-with-parent");
        watch.setDaemon(true);
        watch.start();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | RuntimeException gone) {
            // The broker is still writing there; what is left is small and in the build folder.
        }
    }

    private static void format(Path folder) throws IOException {
        List<String> arguments = Files.readAllLines(folder.resolve("format.txt"));
        // Shown on failure only: on success it prints the users' keys.
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = StorageTool.execute(arguments.toArray(new String[0]), new PrintStream(said));
        if (code != 0) {
            throw new IllegalStateException("StorageTool format ended with " + code + ": " + said);
        }
    }

    private static KafkaConfig config(Path folder) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve("server.properties"))) {
            properties.load(reader);
        }
        return KafkaConfig.fromProps(properties, true);
    }

    private static String ports(KafkaRaftServer server) throws ReflectiveOperationException {
        // Kafka keeps its broker to itself; nothing public says which ports it was given.
        Field field = KafkaRaftServer.class.getDeclaredField("broker");
        field.setAccessible(true);
        BrokerServer broker = (BrokerServer) ((scala.Option<?>) field.get(server)).get();
        StringBuilder ports = new StringBuilder();
        for (String listener : List.of("INTERNAL", "SCRAM", "IAM")) {
            ports.append(' ').append(listener).append('=');
            ports.append(broker.boundPort(new ListenerName(listener)));
        }
        return ports.toString();
    }
}
