// franz-go's kadm: admin calls. See ../README.md.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

func main() {
	options := []kgo.Opt{kgo.SeedBrokers(os.Getenv("PEER_BOOTSTRAP"))}
	if os.Getenv("PEER_SECURITY") != "PLAINTEXT" {
		pem, err := os.ReadFile(os.Getenv("PEER_CA"))
		check(err)
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(pem)
		auth := scram.Auth{User: os.Getenv("PEER_USER"), Pass: os.Getenv("PEER_PASSWORD")}
		options = append(options, kgo.DialTLSConfig(&tls.Config{RootCAs: roots}), kgo.SASL(auth.AsSha512Mechanism()))
	}
	client, err := kgo.NewClient(options...)
	check(err)
	admin := kadm.NewClient(client)
	calls, err := strconv.Atoi(os.Getenv("PEER_CALLS"))
	check(err)
	repeat(admin, calls/10)
	before := cpu()
	repeat(admin, calls)
	used := (cpu() - before) / float64(calls)
	check(json.NewEncoder(os.Stdout).Encode(map[string]any{"client": "franz-go", "cpu_us": used, "peak_kb": peak()}))
}

func repeat(admin *kadm.Client, calls int) {
	var all []string
	for n := range 1000 {
		all = append(all, fmt.Sprintf("topic-%06d", n))
	}
	switch os.Getenv("PEER_WORK") {
	case "describe-1":
		for n := range calls {
			describe(admin, all[n%1000])
		}
	case "describe-64":
		for range calls / 64 {
			var group sync.WaitGroup
			for n := range 64 {
				group.Go(func() { describe(admin, all[n]) })
			}
			group.Wait()
		}
	case "describe-1000":
		for range calls {
			describe(admin, all...)
		}
	case "list-topics":
		for range calls {
			topics, err := admin.ListTopics(context.Background())
			check(err)
			enough(len(topics) >= 10_000)
		}
	case "describe-acls":
		for range calls {
			filter := kadm.NewACLs().AnyResource().Allow().AllowHosts().Deny().DenyHosts().
				Operations(kadm.OpAny).ResourcePatternType(kadm.ACLPatternAny)
			results, err := admin.DescribeACLs(context.Background(), filter)
			check(err)
			count := 0
			for _, result := range results {
				count += len(result.Described)
			}
			enough(count >= 10_000)
		}
	default:
		os.Exit(3)
	}
}

func describe(admin *kadm.Client, names ...string) {
	topics, err := admin.ListTopics(context.Background(), names...)
	check(err)
	check(topics.Error())
	enough(len(topics) == len(names))
}

func cpu() float64 {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e3
}

func peak() int {
	status, err := os.ReadFile("/proc/self/status")
	check(err)
	_, line, _ := strings.Cut(string(status), "VmHWM:")
	kb, err := strconv.Atoi(strings.Fields(line)[0])
	check(err)
	return kb
}

func enough(is bool) {
	if !is {
		check(fmt.Errorf("fewer than asked for"))
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
