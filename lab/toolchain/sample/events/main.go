// Command events is the lab's sample receiver of CloudEvents (binary mode), for what is on the way between a source and a
// subscriber. It is one of two things:
//
// With FORWARD, the URL of another one, it is a subscriber: it tells that one of each event, with its own name (K_SERVICE, or
// NAME) and revision (K_REVISION), and answers 202, or with an event of type REPLY_TYPE whose data has its name at the end. It
// answers 500 to events of type REFUSE_TYPE.
//
// Without, it remembers what it is told, or receives itself, and GET /events gives all of it as JSON.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"sync"
	"time"
)

type received struct {
	ID       string            `json:"id"`
	Type     string            `json:"type"`
	Source   string            `json:"source"`
	Data     string            `json:"data"`
	By       string            `json:"by"`
	Revision string            `json:"revision"`
	Path     string            `json:"path"`
	Headers  map[string]string `json:"headers"`
}

var (
	lock  sync.Mutex
	known = []received{}
)

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /events", list)
	mux.HandleFunc("POST /told", remember)
	mux.HandleFunc("POST /", receive)
	server := &http.Server{Addr: ":" + env("PORT", "8080"), Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	log.Printf("listening on %s", server.Addr)
	log.Fatal(server.ListenAndServe())
}

func list(w http.ResponseWriter, _ *http.Request) {
	lock.Lock()
	defer lock.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(known); err != nil {
		log.Print(err)
	}
}

func remember(w http.ResponseWriter, r *http.Request) {
	var event received
	if err := json.NewDecoder(r.Body).Decode(&event); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	keep(event)
	w.WriteHeader(http.StatusAccepted)
}

func keep(event received) {
	lock.Lock()
	defer lock.Unlock()
	known = append(known, event)
}

func receive(w http.ResponseWriter, r *http.Request) {
	data, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	event := eventOf(r, string(data))
	if event.ID == "" || event.Type == "" {
		http.Error(w, "this is no CloudEvent in binary mode: it needs the headers Ce-Id and Ce-Type", http.StatusBadRequest)
		return
	}
	if refused := os.Getenv("REFUSE_TYPE"); refused != "" && refused == event.Type {
		http.Error(w, "refused, as it was asked to", http.StatusInternalServerError)
		return
	}
	if to := os.Getenv("FORWARD"); to == "" {
		keep(event)
	} else if err := tell(to, event); err != nil {
		log.Print(err)
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	answer(w, event)
}

func eventOf(r *http.Request, data string) received {
	headers := map[string]string{}
	for name := range r.Header {
		if len(name) > 3 && name[:3] == "Ce-" {
			headers[name] = r.Header.Get(name)
		}
	}
	return received{
		ID:       r.Header.Get("Ce-Id"),
		Type:     r.Header.Get("Ce-Type"),
		Source:   r.Header.Get("Ce-Source"),
		Data:     data,
		By:       env("K_SERVICE", env("NAME", "none")),
		Revision: env("K_REVISION", "none"),
		Path:     r.URL.Path,
		Headers:  headers,
	}
}

func tell(to string, event received) error {
	body, err := json.Marshal(event)
	if err != nil {
		return err
	}
	client := http.Client{Timeout: 30 * time.Second}
	response, err := client.Post(to, "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusAccepted {
		return fmt.Errorf("%s answered %s", to, response.Status)
	}
	return nil
}

func answer(w http.ResponseWriter, event received) {
	reply := os.Getenv("REPLY_TYPE")
	if reply == "" {
		w.WriteHeader(http.StatusAccepted)
		return
	}
	w.Header().Set("Ce-Specversion", "1.0")
	w.Header().Set("Ce-Id", event.ID)
	w.Header().Set("Ce-Source", event.By)
	w.Header().Set("Ce-Type", reply)
	w.Header().Set("Content-Type", "text/plain")
	fmt.Fprintf(w, "%s>%s", event.Data, event.By)
}

func env(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}
