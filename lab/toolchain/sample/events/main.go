// Command events is the lab's sample of what sends and receives CloudEvents (binary mode): a source, a filter, a subscriber, or
// what remembers. It is one of four things:
//
// With SEND_TYPE it sends an event of that type each second to K_SINK, with the attributes that K_CE_OVERRIDES asks for. Without
// K_SINK it waits: a SinkBinding tells it by starting it anew.
//
// With SIFT it answers with the event as it came where its type is the last part of the path, and with nothing otherwise.
//
// With FORWARD, the URL of another one, it is a subscriber: it tells that one of each event, with its own name (K_SERVICE, or
// NAME) and revision (K_REVISION), and answers 202, or with an event of type REPLY_TYPE whose data has its name at the end. It
// answers 500 to events of type REFUSE_TYPE.
//
// With none of these it remembers what it is told, or receives itself, and GET /events gives all of it as JSON.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"path"
	"strings"
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
	if sent := os.Getenv("SEND_TYPE"); sent != "" {
		send(sent, os.Getenv("K_SINK"))
	}
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
	if os.Getenv("SIFT") != "" {
		sift(w, event)
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

// send never comes back.
func send(sent, to string) {
	if to == "" {
		log.Print("nobody has said where to: K_SINK is empty")
	}
	client := http.Client{Timeout: 30 * time.Second}
	for number := 1; ; number++ {
		if to != "" {
			if err := sendOne(client, to, sent, number); err != nil {
				log.Print(err)
			}
		}
		time.Sleep(time.Second)
	}
}

func sendOne(client http.Client, to, sent string, number int) error {
	request, err := http.NewRequest(http.MethodPost, to, strings.NewReader(sent))
	if err != nil {
		return err
	}
	var overrides struct {
		Extensions map[string]string `json:"extensions"`
	}
	if text := os.Getenv("K_CE_OVERRIDES"); text != "" {
		if err := json.Unmarshal([]byte(text), &overrides); err != nil {
			return fmt.Errorf("K_CE_OVERRIDES: %w", err)
		}
	}
	for name, value := range overrides.Extensions {
		request.Header.Set("Ce-"+name, value)
	}
	request.Header.Set("Ce-Specversion", "1.0")
	request.Header.Set("Ce-Id", fmt.Sprintf("%s-%d", sent, number))
	request.Header.Set("Ce-Source", env("NAME", "sender"))
	request.Header.Set("Ce-Type", sent)
	request.Header.Set("Content-Type", "text/plain")
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		return fmt.Errorf("%s answered %s", to, response.Status)
	}
	return nil
}

func sift(w http.ResponseWriter, event received) {
	if path.Base(event.Path) != event.Type {
		w.WriteHeader(http.StatusAccepted)
		return
	}
	for name, value := range event.Headers {
		w.Header().Set(name, value)
	}
	w.Header().Set("Content-Type", "text/plain")
	fmt.Fprint(w, event.Data)
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
