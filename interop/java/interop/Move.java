package interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Consumes, transforms and produces exactly once: texts are sent to one topic, and each is moved to another in capital
 * letters, with its offset in the same transaction. The first transaction is aborted and done again.
 */
final class Move {
    private static final StringSerializer TO_BYTES = new StringSerializer();
    private static final StringDeserializer TO_TEXT = new StringDeserializer();
    private static final Duration POLL = Duration.ofMillis(500);

    /** How far the group has come, and what readers of committed records find. */
    static String run(Properties properties, String from, String to, List<String> texts) throws Exception {
        properties.put("transactional.id", "move " + from);
        properties.put("group.id", "move " + from);
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        properties.put("isolation.level", "read_committed");
        try (Admin admin = Admin.create(properties)) {
            admin.createTopics(List.of(new NewTopic(from, 1, (short) 1), new NewTopic(to, 1, (short) 1))).all().get();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties, TO_BYTES, TO_BYTES);
                KafkaConsumer<String, String> consumer = new KafkaConsumer<>(properties, TO_TEXT, TO_TEXT)) {
            producer.initTransactions();
            producer.beginTransaction();
            texts.forEach(text -> producer.send(new ProducerRecord<>(from, text)));
            producer.commitTransaction();
            consumer.subscribe(List.of(from));
            boolean aborts = true;
            for (int moved = 0; moved < texts.size();) {
                ConsumerRecords<String, String> records = poll(consumer, deadline);
                producer.beginTransaction();
                Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
                for (ConsumerRecord<String, String> record : records) {
                    producer.send(new ProducerRecord<>(to, record.value().toUpperCase(Locale.ROOT)));
                    offsets.put(new TopicPartition(from, 0), new OffsetAndMetadata(record.offset() + 1));
                }
                producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
                if (aborts && !records.isEmpty()) {
                    producer.abortTransaction();
                    consumer.seek(new TopicPartition(from, 0), records.iterator().next().offset());
                    aborts = false;
                } else {
                    producer.commitTransaction();
                    moved += records.count();
                }
            }
            TopicPartition partition = new TopicPartition(from, 0);
            long committed = consumer.committed(Set.of(partition)).get(partition).offset();
            return committed + " " + read(properties, to, texts.size(), deadline);
        }
    }

    private static List<String> read(Properties properties, String topic, int count, long deadline) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(properties, TO_TEXT, TO_TEXT)) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<String> found = new ArrayList<>();
            while (found.size() < count) {
                poll(consumer, deadline).forEach(record -> found.add(record.value()));
            }
            return found;
        }
    }

    private static ConsumerRecords<String, String> poll(KafkaConsumer<String, String> consumer, long deadline) {
        if (System.nanoTime() > deadline) {
            throw new KafkaException("the records do not come");
        }
        return consumer.poll(POLL);
    }
}
