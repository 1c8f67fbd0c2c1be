// franz-go, by commands: see ../README.md.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

const deadline = 20 * time.Second

var (
	consumer, producer *kgo.Client
	read               []string
	assigned           atomic.Int64
)

func main() {
	fmt.Println("READY franz-go", version())
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		until, cancel := context.WithTimeout(context.Background(), deadline)
		result, err := run(until, words[0], words[1:])
		cancel()
		var known *kerr.Error
		switch {
		case errors.As(err, &known):
			fmt.Printf("ERROR %d %s\n", known.Code, known.Message)
		case err != nil:
			fmt.Printf("ERROR -1 %s\n", strings.ReplaceAll(err.Error(), "\n", " "))
		default:
			fmt.Println("OK", result)
		}
	}
}

func run(until context.Context, command string, words []string) (any, error) {
	switch command {
	case "produce":
		if producer == nil {
			producer = client(kgo.RecordPartitioner(kgo.ManualPartitioner()), kgo.UnknownTopicRetries(0))
		}
		partition, _ := strconv.Atoi(words[1])
		record := &kgo.Record{Topic: words[0], Partition: int32(partition), Value: []byte(words[2])}
		err := producer.ProduceSync(until, record).FirstErr()
		return record.Offset, err
	case "join":
		count := func(sign int64) func(context.Context, *kgo.Client, map[string][]int32) {
			return func(_ context.Context, _ *kgo.Client, partitions map[string][]int32) {
				assigned.Add(sign * int64(len(partitions[words[1]])))
			}
		}
		consumer = client(kgo.ConsumerGroup(words[0]), kgo.ConsumeTopics(words[1]),
			kgo.HeartbeatInterval(500*time.Millisecond),
			kgo.OnPartitionsAssigned(count(1)), kgo.OnPartitionsRevoked(count(-1)), kgo.OnPartitionsLost(count(-1)))
		return poll(until, func() bool { return assigned.Load() > 0 })
	case "assigned":
		wanted, _ := strconv.ParseInt(words[0], 10, 64)
		return poll(until, func() bool { return assigned.Load() == wanted })
	case "read":
		_, err := poll(until, func() bool {
			return slices.ContainsFunc(read, func(text string) bool { return slices.Contains(words, text) })
		})
		return strings.Join(read, " "), err
	case "leave":
		consumer.Close()
		return "", nil
	}
	one := client()
	defer one.Close()
	return administer(until, kadm.NewClient(one), command, words)
}

func administer(until context.Context, admin *kadm.Client, command string, words []string) (any, error) {
	switch command {
	case "login":
		metadata, err := admin.BrokerMetadata(until)
		return len(metadata.Brokers), err
	case "create":
		partitions, _ := strconv.ParseInt(words[1], 10, 32)
		made, err := admin.CreateTopic(until, int32(partitions), 1, nil, words[0])
		return made.Topic, err
	}
	acls := kadm.NewACLs().Allow("User:" + words[0]).AllowHosts("*").ResourcePatternType(kadm.ACLPatternLiteral)
	var operations []kadm.ACLOperation
	for _, word := range words[3:] {
		operation, err := kmsg.ParseACLOperation(word)
		if err != nil {
			return nil, err
		}
		operations = append(operations, operation)
	}
	acls.Operations(operations...)
	if words[1] == "TOPIC" {
		acls.Topics(words[2])
	} else {
		acls.Groups(words[2])
	}
	if command == "allow" {
		made, err := admin.CreateACLs(until, acls)
		for _, one := range made {
			err = errors.Join(err, one.Err)
		}
		return len(made), err
	}
	found := 0
	deleted, err := admin.DeleteACLs(until, acls)
	for _, one := range deleted {
		found += len(one.Deleted)
		err = errors.Join(err, one.Err)
	}
	return found, err
}
