// franz-go: new clients, one after the other. See ../README.md.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
	"github.com/twmb/franz-go/pkg/sasl"
	"github.com/twmb/franz-go/pkg/sasl/aws"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

func main() {
	pem, err := os.ReadFile(os.Getenv("PEER_CA"))
	check(err)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	config := &tls.Config{RootCAs: roots}
	name := "franz-go " + version()
	if os.Getenv("PEER_RESUME") != "" {
		config.ClientSessionCache = tls.NewLRUClientSessionCache(16)
		name += ", with a TLS session cache"
	}
	for range number("PEER_WARMUP") {
		login(config)
	}
	var times []float64
	before := cpu()
	for range number("PEER_CONNECTIONS") {
		started := time.Now()
		login(config)
		times = append(times, float64(time.Since(started).Nanoseconds())/1e6)
	}
	used := cpu() - before
	check(json.NewEncoder(os.Stdout).Encode(map[string]any{"client": name, "cpu_ms": used, "times_ms": times}))
}

func login(config *tls.Config) {
	client, err := kgo.NewClient(
		kgo.SeedBrokers(os.Getenv("PEER_BOOTSTRAP")),
		kgo.DialTLSConfig(config),
		kgo.SASL(mechanism()),
	)
	check(err)
	request := kmsg.NewMetadataRequest()
	request.Topics = []kmsg.MetadataRequestTopic{}
	_, err = request.RequestWith(context.Background(), client)
	check(err)
	client.Close()
}

func mechanism() sasl.Mechanism {
	user, password := os.Getenv("PEER_USER"), os.Getenv("PEER_PASSWORD")
	if os.Getenv("PEER_MECHANISM") == "AWS_MSK_IAM" {
		auth := aws.Auth{AccessKey: user, SecretKey: password, SessionToken: os.Getenv("PEER_SESSION_TOKEN")}
		return auth.AsManagedStreamingIAMMechanism()
	}
	return scram.Auth{User: user, Pass: password}.AsSha512Mechanism()
}

func cpu() float64 {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e6
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, dependency := range info.Deps {
		if dependency.Path == "github.com/twmb/franz-go" {
			return strings.TrimPrefix(dependency.Version, "v")
		}
	}
	return "?"
}

func number(variable string) int {
	value, err := strconv.Atoi(os.Getenv(variable))
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
