package interop;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What programs do: a producer as it is by default, which is idempotent, one with transactions, and a consumer of a
 * group that commits what it has read. Group and transactional id are the same text.
 */
final class Session {
    private static final StringSerializer TO_BYTES = new StringSerializer();
    private static final StringDeserializer TO_TEXT = new StringDeserializer();

    /** The last text that was read. */
    static String run(Properties properties, String topic, String group) throws Exception {
        properties.put("max.block.ms", "20000");
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties, TO_BYTES, TO_BYTES)) {
            producer.send(new ProducerRecord<>(topic, 0, null, "plain")).get();
        }
        properties.put("transactional.id", group);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties, TO_BYTES, TO_BYTES)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, null, "last"));
            producer.commitTransaction();
        }
        properties.remove("transactional.id");
        properties.put("group.id", group);
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        properties.put("isolation.level", "read_committed");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(properties, TO_TEXT, TO_TEXT)) {
            consumer.subscribe(List.of(topic));
            String[] last = {""};
            while (!last[0].equals("last")) {
                if (System.nanoTime() > deadline) {
                    throw new KafkaException("the records do not come");
                }
                consumer.poll(Duration.ofMillis(500)).forEach(record -> last[0] = record.value());
            }
            consumer.commitSync();
            return last[0];
        }
    }
}
