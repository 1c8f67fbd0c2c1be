package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl"
	"github.com/twmb/franz-go/pkg/sasl/aws"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

func poll(until context.Context, isDone func() bool) (any, error) {
	for !isDone() {
		short, cancel := context.WithTimeout(until, 100*time.Millisecond)
		fetches := consumer.PollFetches(short)
		cancel()
		if until.Err() != nil {
			return nil, fmt.Errorf("read %v, assigned %d", read, assigned.Load())
		}
		for _, failed := range fetches.Errors() {
			if !errors.Is(failed.Err, context.DeadlineExceeded) {
				return nil, failed.Err
			}
		}
		fetches.EachRecord(func(record *kgo.Record) { read = append(read, string(record.Value)) })
	}
	return assigned.Load(), nil
}

func client(more ...kgo.Opt) *kgo.Client {
	pem, err := os.ReadFile(os.Getenv("CLIENT_CA"))
	check(err)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	made, err := kgo.NewClient(append(more,
		kgo.SeedBrokers(strings.Split(os.Getenv("CLIENT_BOOTSTRAP"), ",")...),
		kgo.DialTLSConfig(&tls.Config{RootCAs: roots}),
		kgo.SASL(mechanism()))...)
	check(err)
	return made
}

func mechanism() sasl.Mechanism {
	if os.Getenv("CLIENT_MECHANISM") == "AWS_MSK_IAM" {
		key, secret := os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY")
		return aws.Auth{AccessKey: key, SecretKey: secret}.AsManagedStreamingIAMMechanism()
	}
	return scram.Auth{User: os.Getenv("CLIENT_USER"), Pass: os.Getenv("CLIENT_PASSWORD")}.AsSha512Mechanism()
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

func check(err error) {
	if err != nil {
		panic(err)
	}
}
