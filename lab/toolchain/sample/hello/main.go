// Command hello is the lab's sample service. It answers "Hello <TARGET>!" on PORT and says in headers which revision
// (K_REVISION, set by Knative) and which build (VERSION, set in the image) answered.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

const (
	longestSleep = 10 * time.Minute
	// Knative's queue-proxy drains for as long as the revision's timeout; the pod's grace period ends the wait.
	drainLimit = 5 * time.Minute
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == "get" {
		get(os.Args[2])
		return
	}
	stop, release := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer release()
	server := &http.Server{Addr: ":" + env("PORT", "8080"), Handler: routes(), ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	log.Printf("listening on %s", server.Addr)
	select {
	case err := <-failed:
		log.Fatal(err)
	case <-stop.Done():
	}
	log.Print("asked to stop; finishing the requests in flight")
	drain, cancel := context.WithTimeout(context.Background(), drainLimit)
	defer cancel()
	if err := server.Shutdown(drain); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		log.Fatal(err)
	}
}

// get makes the program its own client inside the cluster: it prints what a URL answers, and fails unless that is a 200.
func get(url string) {
	client := http.Client{Timeout: time.Minute}
	answer, err := client.Get(url)
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	if _, err := io.Copy(os.Stdout, answer.Body); err != nil {
		log.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		log.Fatalf("%s answered %s", url, answer.Status)
	}
}

func routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("/", hello)
	return mux
}

func hello(w http.ResponseWriter, r *http.Request) {
	pause, err := sleep(r.URL.Query().Get("sleep"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	select {
	case <-time.After(pause):
	case <-r.Context().Done():
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Revision", env("K_REVISION", "none"))
	w.Header().Set("X-Version", env("VERSION", "none"))
	fmt.Fprintf(w, "Hello %s!\n", env("TARGET", "World"))
}

// sleep reads the query's milliseconds; none given means no sleep.
func sleep(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	milliseconds, err := strconv.Atoi(text)
	if err != nil || milliseconds < 0 || int64(milliseconds) > longestSleep.Milliseconds() {
		return 0, fmt.Errorf("sleep must be a whole number of milliseconds from 0 to %d, got %q", longestSleep.Milliseconds(), text)
	}
	return time.Duration(milliseconds) * time.Millisecond, nil
}

func env(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}
