package interop;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.admin.ConfigCommand;
import kafka.server.KafkaConfig;
import kafka.server.KafkaServer;
import org.apache.kafka.common.utils.Time;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/**
 * One broker of an Apache Kafka before 3.0, with a ZooKeeper in the same process. The folder given as the
 * only argument holds {@code server.properties} and {@code format.txt}: for each user his name, and in the
 * next line what he logs in with. It prints a line when the broker serves.
 */
public final class Broker {
    private static final String KEY = "-----BEGIN PRIVATE KEY-----";
    /** Of a file that only this process reads. */
    private static final String PASSWORD = "interop";

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        endWithParent(folder);
        Properties properties = properties(folder);
        String zooKeeper = properties.getProperty("zookeeper.connect");
        startZooKeeper(folder, zooKeeper);
        addUsers(folder, zooKeeper);
        keepKey(folder, properties);
        KafkaConfig config = KafkaConfig.fromProps(properties, true);
        KafkaServer server = new KafkaServer(config, Time.SYSTEM, scala.Option.empty(), false);
        start(server);
        System.out.println("INTEROP READY");
        server.awaitShutdown();
    }

    private static void startZooKeeper(Path folder, String address) throws Exception {
        String[] parts = address.split(":");
        Path data = Files.createDirectories(folder.resolve("zookeeper"));
        ZooKeeperServer server = new ZooKeeperServer(data.toFile(), data.toFile(), 2000);
        NIOServerCnxnFactory factory = new NIOServerCnxnFactory();
        factory.configure(new InetSocketAddress(parts[0], Integer.parseInt(parts[1])), 100);
        factory.startup(server);
    }

    private static void addUsers(Path folder, String zooKeeper) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("format.txt"));
        for (int line = 0; line + 1 < lines.size(); line += 2) {
            ConfigCommand.main(new String[] {
                "--zookeeper", zooKeeper, "--alter", "--entity-type", "users", "--entity-name", lines.get(line),
                "--add-config", lines.get(line + 1)
            });
        }
    }

    /** These releases take a key in PEM only if it is encrypted: it goes into a key store. */
    private static void keepKey(Path folder, Properties properties) throws Exception {
        String pem = Files.readString(folder.resolve("server.pem"));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD.toCharArray());
        store.setKeyEntry("broker", key(pem), PASSWORD.toCharArray(), chain(pem));
        Path file = folder.resolve("server.p12");
        try (var stream = Files.newOutputStream(file)) {
            store.store(stream, PASSWORD.toCharArray());
        }
        properties.put("ssl.keystore.type", "PKCS12");
        properties.put("ssl.keystore.location", file.toString());
        properties.put("ssl.keystore.password", PASSWORD);
        properties.put("ssl.key.password", PASSWORD);
    }

    private static PrivateKey key(String pem) throws Exception {
        String text = pem.substring(pem.indexOf(KEY) + KEY.length());
        text = text.substring(0, text.indexOf("-----"));
        PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text));
        try {
            return KeyFactory.getInstance("EC").generatePrivate(key);
        } catch (InvalidKeySpecException other) {
            return KeyFactory.getInstance("RSA").generatePrivate(key);
        }
    }

    private static Certificate[] chain(String pem) throws Exception {
        String certificates = pem.replaceAll("(?s)-----BEGIN PRIVATE KEY.*?END PRIVATE KEY-----", "");
        byte[] bytes = certificates.getBytes(StandardCharsets.UTF_8);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        return factory.generateCertificates(new ByteArrayInputStream(bytes)).toArray(new Certificate[0]);
    }

    /** A failed start leaves threads behind that would keep the process. */
    private static void start(KafkaServer server) {
        try {
            server.startup();
        } catch (Throwable failed) {
            failed.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
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
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | RuntimeException gone) {
            // The broker is still writing there; what is left is small and in the build folder.
        }
    }

    private static Properties properties(Path folder) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve("server.properties"))) {
            properties.load(reader);
        }
        return properties;
    }
}
