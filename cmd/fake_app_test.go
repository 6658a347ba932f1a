package cmd_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// fakeApp stands in for a scaffolded app, which takes long to build: it answers on
// $PORT until it is interrupted, or until somebody asks for /quit. The scripts have
// a go of their own, whose programs call it.
func fakeApp() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	mux := http.NewServeMux()
	mux.HandleFunc("/health", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/quit", func(http.ResponseWriter, *http.Request) {
		fmt.Println("somebody asked to quit")
		os.Exit(4)
	})
	server := &http.Server{Addr: "localhost:" + os.Getenv("PORT"), Handler: mux, ReadHeaderTimeout: time.Second}
	context.AfterFunc(ctx, func() {
		fmt.Println("stopped in good order")
		_ = server.Close()
	})
	fmt.Println("listening")
	if err := server.ListenAndServe(); ctx.Err() == nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// port stores a free port of this machine in a variable: port NAME.
func port(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: port NAME")
	}
	number, err := findPort()
	ts.Check(err)
	ts.Setenv(args[0], number)
}

// await waits until a file holds a text: await FILE TEXT.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: await FILE TEXT")
	}
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	limit := time.After(time.Minute)
	for {
		text, _ := os.ReadFile(ts.MkAbs(args[0]))
		if strings.Contains(string(text), args[1]) {
			return
		}
		select {
		case <-ticker.C:
		case <-limit:
			ts.Fatalf("%s lacks %q:\n%s", args[0], args[1], text)
		}
	}
}

// get asks for a page, whatever the answer: get URL.
func get(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: get URL")
	}
	if response, err := http.Get(args[0]); err == nil {
		_ = response.Body.Close()
	}
}
